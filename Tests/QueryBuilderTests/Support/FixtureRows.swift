import PGCore

/// Rows made of text, as a server that uses the text format would send them.
struct FixtureRows: RowBatch {
    let names: [String]
    let affectedRows: Int
    private let cells: [[CellStorage]]

    /// Makes rows; columns are typed by OID, and `nil` is NULL.
    init(_ columns: [(String, OID)], _ rows: [[String?]], affectedRows: Int? = nil) {
        names = columns.map(\.0)
        self.affectedRows = affectedRows ?? rows.count
        cells = rows.map { row in zip(row, columns).map { CellStorage($0, type: $1.1) } }
    }

    var count: Int { cells.count }
    var columnCount: Int { names.count }

    func row(at index: Int) -> Row {
        Row(names: names, cells: cells[index])
    }

    /// The rows in chunks.
    func chunked(_ size: Int) -> [FixtureRows] {
        stride(from: 0, to: count, by: size).map { start in
            FixtureRows(names: names, cells: Array(cells[start..<min(start + size, count)]))
        }
    }

    private init(names: [String], cells: [[CellStorage]]) {
        self.names = names
        self.cells = cells
        affectedRows = cells.count
    }

    struct Row: RowReader {
        let names: [String]
        fileprivate let cells: [CellStorage]
        var columnCount: Int { names.count }
        func cell(at index: Int) -> Cell { cells[index].cell }
        func columnName(at index: Int) -> String { names[index] }
        func columnIndex(named name: String) -> Int? { names.firstIndex(of: name) }
    }
}

/// Owns the bytes a cell borrows.
@safe
private final class CellStorage: @unchecked Sendable {
    // Protected by being immutable: written once, before anybody else sees them.
    private let bytes: UnsafeMutableRawBufferPointer?
    private let type: OID

    init(_ text: String?, type: OID) {
        self.type = type
        guard let text else {
            unsafe bytes = nil
            return
        }
        let utf8 = Array(text.utf8)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: utf8.count, alignment: 8)
        unsafe memory.copyBytes(from: utf8)
        unsafe bytes = memory
    }

    deinit {
        unsafe bytes?.deallocate()
    }

    var cell: Cell {
        let bytes = unsafe bytes.map { UnsafeRawBufferPointer($0) }
        return unsafe Cell(bytes: bytes, type: type, format: .text)
    }
}
