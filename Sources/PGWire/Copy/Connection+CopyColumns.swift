import PGCore

/// What a COPY of typed rows has to know about its columns.
struct CopyColumns: Sendable {
    /// How a value's text becomes its binary representation.
    enum Text: Sendable, Equatable {
        /// It is the same.
        case same
        /// It follows a byte with the representation's version.
        case versioned
        /// It has to be read as a number.
        case number
        /// Not at all.
        case impossible
    }

    let names: [String]
    let types: [OID]
    let texts: [Text]
    /// What is known of types that are not built in; `nil` for columns without any.
    let catalog: TypeCatalog?
}

extension Connection {
    /// Returns the columns of a table, all of those that can be copied if none are named.
    ///
    /// Asked each time: binary values of a type the column no longer has could be taken for others.
    nonisolated func columns(
        of table: CopyTable, _ names: [String]
    ) async throws(PGError) -> CopyColumns {
        let names = names.isEmpty ? try await columnNames(of: table) : names
        let columns = try await describe(
            "SELECT \(CopyOptions.list(names)) FROM \(table.quoted)")
        let others = Set(columns.types.filter { !$0.isBuiltIn })
        let textual = others.isEmpty ? [:] : try await textTypes(among: others)
        let catalog = others.isEmpty ? nil : try await typeCatalog(for: columns.types)
        return CopyColumns(
            names: names, types: columns.types,
            texts: columns.types.map { textual[$0] ?? $0.textInBinary }, catalog: catalog)
    }

    /// Parses a query for the columns of its result.
    func describe(_ sql: String) async throws(PGError) -> Columns {
        try await sendOpenings()
        guard let result = try await perform(.inspect(sql), text: sql) else {
            throw PGError(.unsupportedResult, "the server did not describe the statement")
        }
        return Columns(of: result)
    }

    /// The names of a table's columns that a COPY without names has: not the generated ones.
    private nonisolated func columnNames(of table: CopyTable) async throws(PGError) -> [String] {
        try await execute(
            """
            SELECT attname::text FROM pg_catalog.pg_attribute
            WHERE attrelid = \(table.quoted)::text::pg_catalog.regclass AND attnum > 0
                AND NOT attisdropped AND attgenerated = ''
            ORDER BY attnum
            """
        ).decode(String.self)
    }

    /// Finds out which types made by users are text in binary too, by the function that reads them.
    private nonisolated func textTypes(
        among types: Set<OID>
    ) async throws(PGError) -> [OID: CopyColumns.Text] {
        let rows = try await execute(
            """
            SELECT t.oid::int8, p.proname::text FROM pg_catalog.pg_type t
                JOIN pg_catalog.pg_proc p ON p.oid = t.typreceive
            WHERE t.oid = ANY (\(types.map { Int($0.rawValue) })::int8[]::oid[])
            """)
        var found: [OID: CopyColumns.Text] = [:]
        for (number, reader) in try rows.decode(Int.self, String.self) {
            let text: CopyColumns.Text? =
                switch reader {
                case "textrecv", "citextrecv", "enum_recv", "bpcharrecv", "varcharrecv": .same
                case "ltree_recv", "lquery_recv", "ltxtq_recv": .versioned
                default: nil
                }
            found[OID(UInt32(truncatingIfNeeded: number))] = text
        }
        return found
    }
}

extension OID {
    /// How a built-in type's text becomes its binary representation.
    fileprivate var textInBinary: CopyColumns.Text {
        switch self {
        case .text, .varchar, .bpchar, .name, .unknown, .xml, .json, .cstring, .refcursor: .same
        case .jsonb, .jsonpath: .versioned
        case .numeric: .number
        default: .impossible
        }
    }
}
