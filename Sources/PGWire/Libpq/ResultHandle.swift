import CLibpq
import PGCore

/// The only owner of a libpq result.
///
/// Freed in `deinit`, from whatever thread that happens on; libpq allows that, and reading from
/// several threads as well.
@safe
final class ResultHandle: RowStorage, @unchecked Sendable {
    // Protected by being immutable: after it is made, a result is only read until it is freed.
    fileprivate let pointer: OpaquePointer

    @unsafe init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQclear(pointer)
    }

    enum Kind {
        case rows, command, empty, singleRow, chunk, aborted, error, copyIn, copyOut, copyBoth,
            other
    }

    var kind: Kind {
        switch unsafe PQresultStatus(pointer) {
        case PGRES_TUPLES_OK: .rows
        case PGRES_COMMAND_OK: .command
        case PGRES_EMPTY_QUERY: .empty
        case PGRES_SINGLE_TUPLE: .singleRow
        case PGRES_PIPELINE_ABORTED: .aborted
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: .error
        case PGRES_COPY_IN: .copyIn
        case PGRES_COPY_OUT: .copyOut
        case PGRES_COPY_BOTH: .copyBoth
        // PGRES_TUPLES_CHUNK, which the headers of libpq 16 and older do not name.
        case ExecStatusType(rawValue: 12): .chunk
        default: .other
        }
    }

    override var rowCount: Int { Int(unsafe PQntuples(pointer)) }

    var columnCount: Int { Int(unsafe PQnfields(pointer)) }

    func columnType(at index: Int) -> OID {
        OID(unsafe PQftype(pointer, Int32(truncatingIfNeeded: index)))
    }

    func columnName(at index: Int) -> String {
        unsafe PQfname(pointer, Int32(truncatingIfNeeded: index)).map { unsafe String(cString: $0) }
            ?? ""
    }

    /// The table a column comes from as it is, if it does.
    func columnTable(at index: Int) -> OID? {
        let table = unsafe PQftable(pointer, Int32(truncatingIfNeeded: index))
        return table == 0 ? nil : OID(table)
    }

    func columnNumber(at index: Int) -> Int {
        Int(unsafe PQftablecol(pointer, Int32(truncatingIfNeeded: index)))
    }

    func columnModifier(at index: Int) -> Int {
        Int(unsafe PQfmod(pointer, Int32(truncatingIfNeeded: index)))
    }

    /// Every column of a result has the same format.
    var sentFormat: WireFormat {
        columnCount > 0 && isBinary ? .binary : .text
    }

    private var isBinary: Bool { unsafe PQfformat(pointer, 0) == 1 }

    var parameterTypes: [OID] {
        (0..<(unsafe PQnparams(pointer))).map { OID(unsafe PQparamtype(pointer, $0)) }
    }

    override var commandTag: String {
        unsafe PQcmdStatus(pointer).map { unsafe String(cString: $0) } ?? ""
    }

    /// The count in the command tag, or zero when it has none; the number of rows of a chunk, which has
    /// no tag.
    override var affectedRows: Int {
        if kind == .chunk { return rowCount }
        return unsafe PQcmdTuples(pointer).flatMap { unsafe Int(String(cString: $0)) } ?? 0
    }

    /// Whether the first value of a text result is true.
    var isTrue: Bool {
        guard rowCount > 0, columnCount > 0 else { return false }
        return unsafe PQgetvalue(pointer, 0, 0).map { unsafe $0.pointee == CChar(bitPattern: 116) }
            ?? false
    }

    var serverError: ServerError { unsafe PGWire.serverError(of: pointer) }

    /// Takes the columns that are known of the statement, if they still are what the server sent.
    func describe(_ known: Columns?) {
        let columns = if let known, known.describes(self) { known } else { Columns(of: self) }
        describe(columns, format: sentFormat)
    }

    override func cell(row: Int32, column: Int) -> Cell {
        let cell = value(row, Int32(truncatingIfNeeded: column), types[column], format)
        return isPlain ? cell : completed(cell)
    }

    /// Returns a value as what the caller says it is, of a result that is not described.
    func cell(row: Int, column: Int, type: OID, format: WireFormat) -> Cell {
        value(Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column), type, format)
    }

    @inline(__always)
    private func value(_ row: Int32, _ column: Int32, _ type: OID, _ format: WireFormat) -> Cell {
        let length = unsafe PQgetlength(pointer, row, column)
        // NULL has length zero too; only then does it need a second question.
        if length == 0, unsafe PQgetisnull(pointer, row, column) == 1 {
            return .null(of: type)
        }
        return unsafe Cell(
            bytes: UnsafeRawBufferPointer(
                start: PQgetvalue(pointer, row, column), count: Int(length)),
            type: type, format: format)
    }
}

extension ResultHandle {
    /// Copies the only row of a single-row result.
    func pack(into rows: PackedRows) {
        unsafe packRow(of: pointer, into: rows)
    }
}

/// The count in a result's command tag, or zero when it has none.
func affectedRowCount(of result: OpaquePointer) -> Int {
    guard var digit = unsafe PQcmdTuples(result) else { return 0 }
    var count = 0
    while unsafe digit.pointee >= 48, unsafe digit.pointee <= 57 {
        let (tens, isTooLarge) = count.multipliedReportingOverflow(by: 10)
        guard !isTooLarge else { return 0 }
        count = unsafe tens &+ Int(digit.pointee &- 48)
        unsafe digit += 1
    }
    return count
}

/// Copies the only row of a single-row result; nothing when the rows are dropped.
func packRow(of result: OpaquePointer, into rows: PackedRows) {
    guard !rows.isDropped else { return }
    for column in 0..<Int32(truncatingIfNeeded: rows.columnCount) {
        let length = unsafe PQgetlength(result, 0, column)
        if length == 0, unsafe PQgetisnull(result, 0, column) == 1 {
            rows.appendNull()
        } else {
            unsafe rows.append(
                UnsafeRawBufferPointer(
                    start: PQgetvalue(result, 0, column), count: Int(length)))
        }
    }
    rows.endRow()
}

/// Reads every field of an error or notice.
func serverError(of result: OpaquePointer) -> ServerError {
    func field(_ code: Unicode.Scalar) -> String? {
        unsafe PQresultErrorField(result, Int32(code.value)).map { unsafe String(cString: $0) }
    }
    var error = ServerError(
        severity: field("V") ?? field("S") ?? "ERROR",
        sqlState: SQLState(rawValue: field("C") ?? "08006"),
        message: unsafe field("M") ?? clientMessage(of: result))
    error.localizedSeverity = field("S")
    error.detail = field("D")
    error.hint = field("H")
    error.position = field("P").flatMap { Int($0) }
    error.internalPosition = field("p").flatMap { Int($0) }
    error.internalQuery = field("q")
    error.context = field("W")
    error.schema = field("s")
    error.table = field("t")
    error.column = field("c")
    error.dataType = field("d")
    error.constraint = field("n")
    error.sourceFile = field("F")
    error.sourceLine = field("L")
    error.routine = field("R")
    return error
}

/// Errors libpq makes itself have no fields, only a message.
private func clientMessage(of result: OpaquePointer) -> String {
    guard let text = unsafe PQresultErrorMessage(result) else { return "unknown error" }
    var message = unsafe String(cString: text)
    while message.last?.isWhitespace == true { message.removeLast() }
    return message
}
