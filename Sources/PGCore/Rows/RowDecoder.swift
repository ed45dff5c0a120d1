extension RowBatch {
    /// Decodes every row into a Codable type, matching properties with columns by name.
    ///
    /// ```swift
    /// struct User: Decodable { var id: Int, name: String, createdAt: Date }
    /// let users = try rows.decode(into: User.self)
    /// ```
    ///
    /// A property `createdAt` reads the column `createdAt`, or else `created_at`. An optional
    /// property is `nil` for NULL and for a missing column. Properties that no column type holds
    /// are read from `json` and `jsonb` columns, with any nesting. A type that is a single value, such as an enum with
    /// raw values, reads the only column. The order of columns does not matter, and more columns
    /// than properties are no error. Two columns of the name that a property asks for are one:
    /// give one of them another name in the SQL.
    ///
    /// Names are looked up once for all rows.
    ///
    /// - Throws: ``PGError/Code/columnNotFound``, ``PGError/Code/ambiguousColumn``,
    ///   ``PGError/Code/unexpectedNull`` and ``PGError/Code/decodingFailed`` naming the row and the
    ///   column; ``PGError/Code/columnCountMismatch`` for a single value and several columns.
    public func decode<Value: Decodable>(
        into type: Value.Type, columns naming: ColumnNaming = .asWrittenOrSnakeCase
    ) throws(PGError) -> [Value] {
        guard count > 0 else { return [] }
        let decoder = RowDecoder(row: row(at: 0), naming: naming)
        var values: [Value] = []
        values.reserveCapacity(count)
        for number in 0..<count {
            do throws(PGError) {
                decoder.row = row(at: number)
                values.append(try decoder.decode(type))
            } catch {
                throw error.inRow(number)
            }
        }
        return values
    }
}

extension RowReader {
    /// Decodes the row into a Codable type, matching properties with columns by name.
    ///
    /// - Throws: As ``RowBatch/decode(into:columns:)`` does.
    public func decode<Value: Decodable>(
        into type: Value.Type, columns naming: ColumnNaming = .asWrittenOrSnakeCase
    ) throws(PGError) -> Value {
        try RowDecoder(row: self, naming: naming).decode(type)
    }
}

/// Presents the rows of one result, one after the other, to Codable types.
///
/// It is one object for all rows, so that containers are one pointer and column names are looked up
/// once.
final class RowDecoder: Decoder {
    /// The row that is decoded now.
    var row: any RowReader
    var columns: ColumnLookup
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(row: any RowReader, naming: ColumnNaming) {
        self.row = row
        columns = ColumnLookup(naming: naming)
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws(PGError) -> Value {
        do {
            return try RowSingleValueContainer(decoder: self).decode(type)
        } catch {
            throw PGError.decoding(type, error)
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowKeyedContainer(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw PGError(
            .decodingFailed, "a row has named columns and cannot be decoded as an array",
            hint: "Decode a tuple with decode(_:) to read columns by position")
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        RowSingleValueContainer(decoder: self)
    }
}

extension PGError {
    /// Turns what a Codable type threw into an error of this library.
    static func decoding<Value>(_ type: Value.Type, _ error: any Error) -> PGError {
        if let error = error as? PGError { return error }
        guard let error = error as? DecodingError else {
            return PGError(.decodingFailed, "the value cannot be read as \(type)").caused(by: error)
        }
        let context: DecodingError.Context? =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .keyNotFound(_, let context), .dataCorrupted(let context):
                context
            @unknown default: nil
            }
        let failure = PGError(
            .decodingFailed,
            "the value cannot be read as \(type): \(context?.debugDescription ?? "unknown reason")"
        ).caused(by: error)
        guard let key = context?.codingPath.first else { return failure }
        return failure.inColumn(0, named: key.stringValue)
    }
}
