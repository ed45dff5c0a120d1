extension RowBatch {
    /// Decodes the only row into a Codable type.
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when there is not exactly one row, or as
    ///   ``decode(into:columns:)`` does.
    public func one<Value: Decodable>(
        into type: Value.Type, columns naming: ColumnNaming = .asWrittenOrSnakeCase
    ) throws(PGError) -> Value {
        guard count == 1 else { throw rowCount(wanted: "exactly one") }
        return try decodeFirst(into: type, naming)
    }

    /// Decodes the only row into a Codable type, or returns `nil` when there is none.
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when there are several rows, or as
    ///   ``decode(into:columns:)`` does.
    public func oneOrNil<Value: Decodable>(
        into type: Value.Type, columns naming: ColumnNaming = .asWrittenOrSnakeCase
    ) throws(PGError) -> Value? {
        guard count > 0 else { return nil }
        guard count == 1 else { throw rowCount(wanted: "at most one") }
        return try decodeFirst(into: type, naming)
    }

    private func decodeFirst<Value: Decodable>(
        into type: Value.Type, _ naming: ColumnNaming
    ) throws(PGError) -> Value {
        do throws(PGError) {
            return try row(at: 0).decode(into: type, columns: naming)
        } catch {
            throw error.inRow(0)
        }
    }
}
