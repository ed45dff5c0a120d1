public import PGCore

/// The entities of a query, or their snapshots, read in chunks while the loop runs.
///
/// At most one chunk is in memory at a time: see ``SessionCore/stream(_:chunk:fileID:line:)``.
/// Leaving the loop early leaves the rest unread, and nothing is computed for it on the server.
public struct EntityStream<Source: SessionSource, E: Entity, Element>: AsyncSequence {
    /// The only errors are those of the database and of decoding.
    public typealias Failure = PGError

    typealias Read = (SessionCore<Source>, Source.Connection.Rows) throws(PGError) -> [Element]

    let session: SessionCore<Source>
    let query: EntityQuery<E>
    let chunk: Int
    let fileID: String
    let line: UInt
    let read: Read

    /// Starts at the first entity.
    public func makeAsyncIterator() -> Iterator {
        Iterator(stream: self, cursor: StreamCursor())
    }

    /// Reads one entity after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private let stream: EntityStream
        private let cursor: StreamCursor
        private var chunk: [Element] = []
        private var position = 0

        fileprivate init(stream: EntityStream, cursor: StreamCursor) {
            self.stream = stream
            self.cursor = cursor
        }

        /// Returns the next entity, or `nil` after the last.
        ///
        /// - Throws: As ``SessionCore/fetch(_:fileID:line:)`` does.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> Element? {
            while position == chunk.count {
                guard let more = try await stream.session.nextChunk(of: stream, cursor) else {
                    return nil
                }
                chunk = more
                position = 0
            }
            defer { position += 1 }
            return chunk[position]
        }

        /// Returns the next entity, or `nil` after the last.
        ///
        /// - Throws: As ``next(isolation:)`` does.
        public mutating func next() async throws(PGError) -> Element? {
            try await next(isolation: #isolation)
        }
    }
}

@available(*, unavailable)
extension EntityStream: Sendable {}

/// How far a stream has got.
final class StreamCursor {
    /// The cursor's name on the server, once there is one.
    var name: String?
    var isAtEnd = false
    /// The instances that came with the chunk in hand, by the order of their arrival.
    var arrivals = 0..<0
}
