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

    /// The beginning as text, without a character that the limit cut in two.
    var text: String {
        let bytes = content.state.withLock { $0.kept }.readableBytesView
        for partial in 0...3 {
            let whole = String(validating: bytes.dropLast(partial), as: UTF8.self)
            if let whole { return whole }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The length of the whole.
    var size: Int { content.state.withLock { $0.size } }
}
