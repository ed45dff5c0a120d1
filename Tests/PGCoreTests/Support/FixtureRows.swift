import PGCore

/// Rows made of bytes, so that decoders can be tested without a driver.
struct FixtureRows: RowBatch {
    let columns: [FixtureColumn]
    let storage: FixtureStorage
    var affectedRows: Int { count }
    var count: Int { storage.rows.count }
    var columnCount: Int { columns.count }

    init(_ columns: [FixtureColumn], _ rows: [[(any ParameterEncodable)?]]) throws(PGError) {
        self.columns = columns
        var encoded: [[[UInt8]?]] = []
        for row in rows {
            var cells: [[UInt8]?] = []
            for (column, value) in zip(columns, row) { cells.append(try column.bytes(of: value)) }
            encoded.append(cells)
        }
        storage = FixtureStorage(encoded)
    }

    func row(at index: Int) -> FixtureRow {
        FixtureRow(rows: self, index: index)
    }
}

/// One row of the fixture.
struct FixtureRow: RowReader {
    let rows: FixtureRows
    let index: Int
    var columnCount: Int { rows.columns.count }

    func cell(at column: Int) -> Cell {
        let fixture = rows.columns[column]
        return unsafe Cell(
            bytes: rows.storage.bytes(row: index, column: column), type: fixture.type,
            format: fixture.format)
    }

    func columnName(at column: Int) -> String { rows.columns[column].name }

    func columnIndex(named name: String) -> Int? {
        rows.columns.firstIndex { $0.name == name }
    }
}

/// A column of the fixture.
///
/// Values are written as its type by the encoders under test.
struct FixtureColumn: Sendable {
    var name: String
    var type: OID
    var format: WireFormat

    init(_ name: String, _ type: OID, _ format: WireFormat = .binary) {
        self.name = name
        self.type = type
        self.format = format
    }

    func bytes(of value: (any ParameterEncodable)?) throws(PGError) -> [UInt8]? {
        guard let value, !value.isNull else { return nil }
        guard format == .binary else { return Array(value.textRepresentation.utf8) }
        var writer = ParameterWriter()
        try value.encode(as: type, into: &writer)
        return writer.bytes
    }
}

/// Owns the cells' memory.
@safe
final class FixtureStorage: @unchecked Sendable {
    // Protected by being immutable until it is freed.

    /// Where each value is, row by row; `nil` is NULL.
    let rows: [[Range<Int>?]]
    private let memory: UnsafeMutableRawBufferPointer

    init(_ rows: [[[UInt8]?]]) {
        var bytes: [UInt8] = []
        self.rows = rows.map { row in
            row.map { cell in
                guard let cell else { return nil }
                bytes.append(contentsOf: cell)
                return bytes.count - cell.count..<bytes.count
            }
        }
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: bytes.count, alignment: 1)
        unsafe memory.copyBytes(from: bytes)
    }

    @unsafe func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        guard let range = rows[row][column] else { return nil }
        return unsafe UnsafeRawBufferPointer(rebasing: memory[range])
    }

    deinit {
        unsafe memory.deallocate()
    }
}
