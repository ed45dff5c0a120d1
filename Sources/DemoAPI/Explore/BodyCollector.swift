import Hummingbird
import Synchronization

/// Takes an answer's body, keeps its beginning, and counts the rest.
struct BodyCollector: ResponseBodyWriter, Sendable {
    private final class Content: Sendable {
        let state = Mutex((kept: ByteBuffer(), size: 0))
    }

    /// How much is kept.
    let limit: Int
    private let content = Content()

    init(limit: Int) {
        self.limit = limit
    }

    mutating func write(_ buffer: ByteBuffer) async throws {
        content.state.withLock { state in
            var part = buffer
            let room = limit - state.kept.readableBytes
            if var start = part.readSlice(length: min(room, part.readableBytes)) {
                state.kept.writeBuffer(&start)
            }
            state.size += buffer.readableBytes
        }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}

    /// The beginning as text.
    var text: String { content.state.withLock { String(buffer: $0.kept) } }

    /// The length of the whole.
    var size: Int { content.state.withLock { $0.size } }
}
