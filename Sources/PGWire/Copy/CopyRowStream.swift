public import PGCore

/// The rows of a COPY from the server, in chunks, decoded like those of any statement.
///
/// It is the fastest way to read a whole table. As with ``CopyStream``, memory is bounded, a slow
/// consumer makes the server wait, and leaving the loop early stops the COPY.
public struct CopyRowStream: AsyncSequence, Sendable {
    /// A chunk of rows.
    public typealias Element = Rows
    /// What the sequence throws.
    public typealias Failure = PGError

    /// The statement that is copied, and the query whose columns its rows have.
    enum Content: Sendable {
        case table(CopyTable, [String])
        case query(String)
    }

    let content: Content
    let source: CopySource

    /// Makes an iterator.
    ///
    /// The COPY starts when the first chunk is asked for.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(stream: self)
    }

    /// Reads the chunks.
    ///
    /// It belongs to one task.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let stream: CopyRowStream
        private var reader: CopyReader?
        private var parser: CopyBinaryParser?
        private var catalog: TypeCatalog?
        private var isOver = false

        init(stream: CopyRowStream) {
            self.stream = stream
        }

        /// Returns the next chunk, or `nil` at the end.
        ///
        /// No chunk is empty.
        ///
        /// - Throws: As ``CopyStream/AsyncIterator/next()`` does; `PGError.Code.server` (42883) when a
        ///   column's type has no binary representation.
        public mutating func next() async throws(PGError) -> Rows? {
            try await next(isolation: #isolation)
        }

        /// Returns the next chunk, or `nil` at the end.
        ///
        /// - Throws: As ``next()`` does.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> Rows? {
            guard !isOver else { return nil }
            do throws(PGError) {
                if reader == nil { try await open() }
                while let reader, let piece = try await reader.next() {
                    if let rows = try parser?.parse(piece) {
                        rows.catalog = catalog
                        return Rows(rows)
                    }
                }
                isOver = true
                await reader?.finish()
                return nil
            } catch {
                isOver = true
                // Stops a COPY that goes on although its data could not be read.
                reader = nil
                throw error
            }
        }

        private mutating func open() async throws(PGError) {
            let (connection, giveBack) = try await stream.source.borrow()
            let new = CopyReader(connection, giveBack: giveBack)
            reader = new
            let columns: Columns
            let copied: String
            switch stream.content {
            case .table(let table, let names):
                let known = try await connection.columns(of: table, names)
                columns = Columns(names: known.names, types: known.types)
                copied = table.source(known.names)
            case .query(let sql):
                columns = try await connection.describe(sql)
                copied = "(\(sql))"
            }
            parser = CopyBinaryParser(columns)
            // While the rows flow nothing else can be asked on this connection.
            if columns.needsCatalog {
                catalog = try await connection.typeCatalog(for: columns.types)
            }
            try await new.start(CopyOptions.binary.statement(copied, .toClient))
        }
    }
}

/// Finds the values in the binary data of a COPY.
struct CopyBinaryParser {
    private let columns: Columns
    private var hasHeader = false
    private var isOver = false

    init(_ columns: Columns) {
        self.columns = columns
    }

    /// Returns the rows in a piece of the data, which ends where a row does; `nil` when there are none.
    ///
    /// - Throws: `PGError.Code.decodingFailed` when it is not what the format promises.
    mutating func parse(_ piece: [UInt8]) throws(PGError) -> PackedRows? {
        let rows = PackedRows(columns: columns, size: piece.count)
        rows.begin(columns, format: .binary)
        let isWellFormed = unsafe piece.withUnsafeBytes { unsafe parse($0, into: rows) }
        guard isWellFormed else {
            throw PGError(.decodingFailed, "the server sent malformed COPY data")
        }
        return rows.isEmpty ? nil : rows
    }

    private mutating func parse(_ bytes: UnsafeRawBufferPointer, into rows: PackedRows) -> Bool {
        var offset = 0
        if !hasHeader {
            // A signature of eleven bytes, four of flags, and an extension with its length before it.
            guard bytes.count >= 19 else { return false }
            let length = Int(
                unsafe Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 15, as: Int32.self)))
            offset = 19 + length
            guard length >= 0, offset <= bytes.count else { return false }
            hasHeader = true
        }
        while offset < bytes.count {
            guard !isOver, offset + 2 <= bytes.count else { return false }
            let count = Int(
                unsafe Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
            )
            offset += 2
            if count == -1 {
                isOver = true
                continue
            }
            guard count == rows.columnCount,
                unsafe parseRow(bytes, &offset, into: rows)
            else { return false }
        }
        return true
    }

    private func parseRow(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, into rows: PackedRows
    ) -> Bool {
        for _ in 0..<rows.columnCount {
            guard offset + 4 <= bytes.count else { return false }
            let length = Int(
                unsafe Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
            )
            offset += 4
            if length == -1 {
                rows.appendNull()
                continue
            }
            guard length >= 0, offset + length <= bytes.count else { return false }
            unsafe rows.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
            offset += length
        }
        rows.endRow()
        return true
    }
}
