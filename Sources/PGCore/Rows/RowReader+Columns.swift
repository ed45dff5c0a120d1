extension RowReader {
    /// Returns the columns that have exactly this name.
    func columns(named name: String) -> ColumnLookup.Match {
        guard let first = columnIndex(named: name) else { return .none }
        for other in (first + 1)..<max(first + 1, columnCount) where columnName(at: other) == name {
            return .several(named: name)
        }
        return .one(first)
    }

    /// Returns the index of the only column with this name.
    ///
    /// - Throws: ``PGError/Code/columnNotFound`` when there is none, and
    ///   ``PGError/Code/ambiguousColumn`` when there are several.
    public func onlyColumn(named name: String) throws(PGError) -> Int {
        try onlyColumn(columns(named: name), for: "no column \(name)", name)
    }

    func onlyColumn(
        _ match: ColumnLookup.Match, for missing: String, _ name: String
    ) throws(PGError) -> Int {
        switch match {
        case .one(let column): return column
        case .several(let name): throw .ambiguousColumn(name)
        case .none:
            let names = (0..<columnCount).map { columnName(at: $0) }
            throw PGError(
                .columnNotFound, "the row has \(missing)",
                hint: "It has \(names.joined(separator: ", "))"
            ).inColumn(0, named: name)
        }
    }
}

extension PGError {
    /// A name that several columns have.
    static func ambiguousColumn(_ name: String) -> PGError {
        PGError(
            .ambiguousColumn, "the row has several columns named \(name)",
            hint: "Give one of them another name with AS, or read the columns by position"
        ).inColumn(0, named: name)
    }
}
