import PGCore

/// A column of rows that are given as bytes.
struct RawColumn: Sendable {
    var name: String
    var type: OID
    var format: WireFormat

    init(_ name: String, _ type: OID, _ format: WireFormat = .binary) {
        self.name = name
        self.type = type
        self.format = format
    }
}

/// Rows given as bytes, well formed or not.
struct RawRows: RowBatch {
    let columns: [RawColumn]
    private let storage: FixtureStorage

    init(_ columns: [RawColumn], _ rows: [[[UInt8]?]]) {
        self.columns = columns
        storage = FixtureStorage(rows)
    }

    var count: Int { storage.rows.count }
    var columnCount: Int { columns.count }
    var affectedRows: Int { count }
    var columnNames: [String] { columns.map(\.name) }
    var columnTypes: [OID] { columns.map(\.type) }

    func row(at index: Int) -> Row { Row(rows: self, number: index) }

    struct Row: RowReader {
        let rows: RawRows
        let number: Int
        var columnCount: Int { rows.columns.count }

        func cell(at column: Int) -> Cell {
            unsafe Cell(
                bytes: rows.storage.bytes(row: number, column: column),
                type: rows.columns[column].type, format: rows.columns[column].format)
        }

        func columnName(at column: Int) -> String { rows.columns[column].name }

        func columnIndex(named name: String) -> Int? {
            rows.columns.firstIndex { $0.name == name }
        }
    }
}
