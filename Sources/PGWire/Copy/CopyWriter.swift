public import PGCore

/// Takes the rows of a COPY, one after another.
///
/// Rows are written into a buffer, which is sent when 64 kilobytes are full. A call waits only then,
/// and as long as the server takes no more: memory stays flat however slow it is.
///
/// It belongs to one task: it is not `Sendable`. After the closure it was lent to, it refuses to
/// work.
public final class CopyWriter {
    // Confined to one task, which the type's not being Sendable sees to.
    @usableFromInline @safe @exclusivity(unchecked) var encoder: CopyEncoder
    private let channel: CopyChannel
    private var isOpen = true

    init(_ columns: CopyColumns, _ options: CopyOptions, _ channel: CopyChannel) {
        encoder = CopyEncoder(columns, options)
        self.channel = channel
    }

    /// How many rows have been written.
    public var rowCount: Int { encoder.rowCount }

    /// Writes a row that a type encodes by itself.
    ///
    /// - Throws: As `write(_:)` with a row's values does.
    public func write<Row: CopyRow>(row: Row) async throws(PGError) {
        try add(row: row)
        if isFull { try await flush() }
    }

    /// Writes a row of values, one for each column; a value is encoded as the column's type.
    ///
    /// - Throws: `PGError.Code.parameterMismatch`, `PGError.Code.parameterOutOfRange` or
    ///   `PGError.Code.parameterCountMismatch`, naming the row and the column: the row is left out, and
    ///   if the error leaves the closure, so are all others. What ended the COPY, if it has ended.
    @_disfavoredOverload
    public func write<each Value: ParameterEncodable>(
        _ values: repeat each Value
    ) async throws(PGError) {
        try add(repeat each values)
        if isFull { try await flush() }
    }

    /// Writes rows, each a tuple of values.
    ///
    /// - Throws: As `write(_:)` with a row's values does.
    public func write<each Value: ParameterEncodable, Rows: Sequence>(
        contentsOf rows: Rows
    ) async throws(PGError) where Rows.Element == (repeat each Value) {
        for row in rows {
            try add(repeat each row)
            if isFull { try await flush() }
        }
    }

    /// Writes rows of one value each.
    ///
    /// - Throws: As `write(_:)` with a row's values does.
    public func write<Values: Sequence>(
        contentsOf values: Values
    ) async throws(PGError) where Values.Element: ParameterEncodable {
        for value in values { try await write(value) }
    }

    /// Writes rows that a type encodes by itself.
    ///
    /// - Throws: As `write(_:)` with a row's values does.
    public func write<Rows: Sequence>(
        contentsOf rows: Rows
    ) async throws(PGError) where Rows.Element: CopyRow {
        for row in rows {
            try add(row: row)
            if isFull { try await flush() }
        }
    }

    /// Writes a row of values without types of their own.
    ///
    /// - Parameters:
    ///   - count: How many values there are.
    ///   - value: Returns each.
    /// - Throws: As `write(_:)` with a row's values does.
    package func write(
        row count: Int, _ value: (Int) -> any ParameterEncodable
    ) async throws(PGError) {
        guard isOpen else { throw .copyIsOver }
        do throws(PGError) {
            try encoder.add(row: count, value)
        } catch {
            throw undo(error)
        }
        if isFull { try await flush() }
    }

    func add<each Value: ParameterEncodable>(_ values: repeat each Value) throws(PGError) {
        var count = 0
        for _ in repeat (each Value).self { count += 1 }
        try begin(count)
        do throws(PGError) {
            for value in repeat each values { try add(value) }
            try end()
        } catch {
            throw undo(error)
        }
    }

    func add<Row: CopyRow>(row: Row) throws(PGError) {
        try begin(Row.columnCount)
        do throws(PGError) {
            var values = CopyRowWriter(self)
            try row.encode(into: &values)
            try end()
        } catch {
            throw undo(error)
        }
    }

    // MARK: Parts of a row, for the forms the compiler specialises

    @usableFromInline
    func begin(_ count: Int) throws(PGError) {
        guard isOpen else { throw .copyIsOver }
        do throws(PGError) {
            try encoder.beginRow(count)
        } catch {
            throw encoder.undoRow(after: error)
        }
    }

    @inlinable
    func add<Value: ParameterEncodable>(_ value: Value) throws(PGError) {
        let type = try beginValue()
        if value.isNull {
            writeNull()
        } else if wantsText {
            write(text: value.textRepresentation)
        } else {
            try value.encode(as: type, into: &encoder.writer)
            try endValue()
        }
    }

    @usableFromInline var wantsText: Bool { encoder.wantsText }

    @usableFromInline
    func beginValue() throws(PGError) -> OID { try encoder.beginValue() }

    @usableFromInline
    func endValue() throws(PGError) { try encoder.endValue() }

    @usableFromInline
    func writeNull() { encoder.writeNull() }

    @usableFromInline
    func write(text: String) { encoder.write(text: text) }

    @usableFromInline
    func end() throws(PGError) { try encoder.endRow() }

    @usableFromInline
    func undo(_ error: PGError) -> PGError { encoder.undoRow(after: error) }

    @usableFromInline var isFull: Bool { encoder.isFull }

    /// Sends what is in the buffer, full or not, and waits until the socket has taken it.
    ///
    /// - Throws: What ended the COPY, if it has ended; `PGError.Code.cancelled`.
    public func flush() async throws(PGError) {
        guard isOpen else { throw .copyIsOver }
        try await channel.send(encoder.writer.written)
        encoder.sent()
    }

    /// Ends the data.
    func finish() async throws(PGError) {
        encoder.finish()
        if encoder.writer.count > 0 { try await flush() }
        isOpen = false
    }

    /// Refuses to work from now on.
    func close() {
        isOpen = false
    }
}

/// A type that is a row of a COPY.
///
/// ```swift
/// struct Event: CopyRow {
///     static let columnCount = 2
///     let id: Int
///     let body: String?
///
///     func encode(into row: inout CopyRowWriter) throws(PGError) {
///         try row.write(id)
///         try row.write(body)
///     }
/// }
/// ```
public protocol CopyRow: Sendable {
    /// How many columns the row has.
    static var columnCount: Int { get }

    /// Writes the values, in the order of the columns.
    ///
    /// - Throws: What ``CopyRowWriter/write(_:)`` throws.
    func encode(into row: inout CopyRowWriter) throws(PGError)
}

/// Takes the values of one row.
public struct CopyRowWriter: ~Copyable {
    @usableFromInline let writer: CopyWriter

    init(_ writer: CopyWriter) {
        self.writer = writer
    }

    /// Writes the next column's value.
    ///
    /// - Throws: `PGError.Code.parameterMismatch`, `PGError.Code.parameterOutOfRange` or
    ///   `PGError.Code.parameterCountMismatch`, naming the row and the column.
    @inlinable
    public mutating func write<Value: ParameterEncodable>(_ value: Value) throws(PGError) {
        try writer.add(value)
    }
}

/// Takes the data of a COPY as bytes, in whatever pieces they come.
///
/// It belongs to one task: it is not `Sendable`. After the closure it was lent to, it refuses to
/// work.
public final class CopyDataWriter {
    private let channel: CopyChannel
    private var buffer: [UInt8] = []
    private var isOpen = true

    init(_ channel: CopyChannel) {
        self.channel = channel
        buffer.reserveCapacity(ExclusiveWork.chunkSize)
    }

    /// Writes bytes; pieces need not end where rows do.
    ///
    /// It waits when 64 kilobytes are full, and as long as the server takes no more.
    ///
    /// - Throws: What ended the COPY, if it has ended; `PGError.Code.cancelled`.
    public func write(_ bytes: some Collection<UInt8>) async throws(PGError) {
        guard isOpen else { throw .copyIsOver }
        var start = bytes.startIndex
        repeat {
            let room = ExclusiveWork.chunkSize - buffer.count
            let end =
                bytes.index(start, offsetBy: room, limitedBy: bytes.endIndex) ?? bytes.endIndex
            buffer.append(contentsOf: bytes[start..<end])
            start = end
            if buffer.count >= ExclusiveWork.chunkSize { try await flush() }
        } while start != bytes.endIndex
    }

    /// Writes text as UTF-8.
    ///
    /// - Throws: As ``write(_:)-(Collection<UInt8>)`` does.
    public func write(_ text: String) async throws(PGError) {
        try await write(text.utf8)
    }

    /// Sends what is in the buffer, full or not, and waits until the socket has taken it.
    ///
    /// - Throws: What ended the COPY, if it has ended; `PGError.Code.cancelled`.
    public func flush() async throws(PGError) {
        guard isOpen else { throw .copyIsOver }
        try await channel.send(buffer[...])
        buffer.removeAll(keepingCapacity: true)
    }

    func finish() async throws(PGError) {
        if !buffer.isEmpty { try await flush() }
        isOpen = false
    }

    /// Refuses to work from now on.
    func close() {
        isOpen = false
    }
}
