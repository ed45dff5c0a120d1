public import PGCore

/// The data of a COPY from the server, in pieces of about 64 kilobytes that end where rows do.
///
/// At most three pieces are in memory. When the consumer is slower than the server, the server waits.
/// Leaving the loop early stops the COPY on the server, and the connection is usable again.
public struct CopyStream: AsyncSequence, Sendable {
    /// A piece of the data.
    public typealias Element = [UInt8]
    /// What the sequence throws.
    public typealias Failure = PGError

    let sql: String
    let source: CopySource

    /// Makes an iterator.
    ///
    /// The COPY starts when the first piece is asked for.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(stream: self)
    }

    /// Reads the pieces.
    ///
    /// It belongs to one task.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let stream: CopyStream
        private var reader: CopyReader?
        private var isOver = false

        init(stream: CopyStream) {
            self.stream = stream
        }

        /// Returns the next piece, or `nil` at the end.
        ///
        /// - Throws: `PGError.Code.server`; `PGError.Code.unsupportedResult` for a statement that is
        ///   not a `COPY … TO STDOUT`; `PGError.Code.cancelled`; `PGError.Code.deadlineExceeded`;
        ///   `PGError.Code.connectionLost`; what lending a connection throws.
        public mutating func next() async throws(PGError) -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        /// Returns the next piece, or `nil` at the end.
        ///
        /// - Throws: As ``next()`` does.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> [UInt8]? {
            guard !isOver else { return nil }
            do throws(PGError) {
                let reader = try await openReader()
                if let piece = try await reader.next() { return piece }
                isOver = true
                await reader.finish()
                return nil
            } catch {
                isOver = true
                await reader?.finish()
                throw error
            }
        }

        private mutating func openReader() async throws(PGError) -> CopyReader {
            if let reader { return reader }
            let (connection, giveBack) = try await stream.source.borrow()
            let new = CopyReader(connection, giveBack: giveBack)
            reader = new
            try await new.start(stream.sql)
            return new
        }
    }
}

/// One iteration of a COPY: the connection it reads from, until it is given back.
final class CopyReader: Sendable {
    let connection: Connection
    private let lease: StreamLease

    init(_ connection: Connection, giveBack: @escaping @Sendable () async -> Void) {
        self.connection = connection
        lease = StreamLease(giveBack)
    }

    deinit {
        // The loop was left early: stop the COPY, then give the connection back.
        lease.end { [connection] in await connection.stopCopy($0) }
    }

    func start(_ sql: String) async throws(PGError) {
        lease.started(try await connection.startCopy(.copyOut, sql))
    }

    func next() async throws(PGError) -> [UInt8]? {
        guard let id = lease.request else { return nil }
        return try await connection.nextCopyChunk(of: id)
    }

    func finish() async {
        await lease.finish()
    }
}
