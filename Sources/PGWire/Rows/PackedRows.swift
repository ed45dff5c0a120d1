import PGCore

/// Rows copied out of where they arrived: the values one after another in one piece of memory, and
/// where each of them begins.
///
/// A chunk of a stream is one of these, and so is one of a COPY's rows. A libpq result for each row
/// would take two kilobytes.
@safe
final class PackedRows: RowStorage, @unchecked Sendable {
    // Protected by its use: filled by one owner, and only read once it is shared.
    private var bytes: UnsafeMutableRawPointer?
    private var capacity = 0
    private var used = 0
    /// Twice the offset at which each value begins, plus one for NULL; and the end of the last one.
    private var starts: [Int] = [0]
    /// Whether rows are thrown away instead of kept.
    var isDropped = false
    /// The columns that the rows should have, until the first tells which it has.
    private let expected: Columns?
    private(set) var columnCount = 0
    private var endedRows = 0

    /// Makes an empty one.
    ///
    /// - Parameters:
    ///   - columns: The expected columns, or those of an earlier chunk.
    ///   - size: How many bytes to make room for.
    init(columns: Columns?, size: Int = 0) {
        expected = columns
        super.init()
        if size > 0 { reserve(size) }
    }

    deinit {
        unsafe bytes?.deallocate()
    }

    var isEmpty: Bool { endedRows == 0 }

    /// The number of bytes of all values.
    var byteCount: Int { used }

    /// Takes the columns from the first row: DDL may have changed them since they were described.
    func begin(with row: ResultHandle) {
        let known = expected.flatMap { $0.describes(row) ? $0 : nil }
        begin(known ?? Columns(of: row), format: row.sentFormat)
    }

    /// Takes the columns before the first row.
    func begin(_ columns: Columns, format: WireFormat) {
        describe(columns, format: format)
        columnCount = columns.types.count
    }

    override var rowCount: Int { endedRows }

    /// Appends the next value of the row.
    @unsafe func append(_ value: UnsafeRawBufferPointer) {
        if used + value.count > capacity { grow(value.count) }
        if let bytes = unsafe bytes, let source = value.baseAddress {
            unsafe (bytes + used).copyMemory(from: source, byteCount: value.count)
        }
        used += value.count
        starts.append(used << 1)
    }

    /// Appends NULL as the next value of the row.
    func appendNull() {
        starts[starts.count - 1] |= 1
        starts.append(used << 1)
    }

    /// Ends the row, which has as many values as there are columns.
    func endRow() {
        endedRows += 1
    }

    @inline(never)
    private func grow(_ count: Int) {
        reserve(max(used + count, 2 * capacity, 4096))
    }

    private func reserve(_ size: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        if let bytes = unsafe bytes {
            unsafe larger.copyMemory(from: bytes, byteCount: used)
            unsafe bytes.deallocate()
        }
        unsafe bytes = larger
        capacity = size
    }

    override func cell(row: Int32, column: Int) -> Cell {
        let index = Int(row) * columnCount + column
        let start = starts[index]
        guard start & 1 == 0 else { return .null(of: types[column]) }
        let offset = start >> 1
        let cell = unsafe Cell(
            bytes: UnsafeRawBufferPointer(
                start: bytes.map { unsafe UnsafeRawPointer($0) + offset },
                count: starts[index + 1] >> 1 - offset),
            type: types[column], format: format)
        return isPlain ? cell : completed(cell)
    }
}
