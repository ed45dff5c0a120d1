import Hummingbird
import Logging
import Synchronization
import Testing

@testable import DemoAPI

@Suite("Streamed bodies", .timeLimit(.minutes(1)))
struct StreamedBodyTests {
    private typealias Pieces = AsyncStream<[UInt8]>

    private func body(_ pieces: Pieces, limit: Duration) -> StreamedBody<Pieces> {
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
        return StreamedBody<Pieces>(
            first: Array("first".utf8), rest: Handover(pieces.makeAsyncIterator()),
            request: Request(head: head, body: RequestBody(buffer: ByteBuffer())),
            hasClient: false, logger: CapturedLog().logger, timeLimit: limit,
            lastWords: { _ in Array("last".utf8) })
    }

    @Test("pieces are written in order, and the end tells that it is whole")
    func whole() async throws {
        let pieces = Pieces { continuation in
            for word in ["second", "third"] { continuation.yield(Array(word.utf8)) }
            continuation.finish()
        }
        let taken = Taken()
        var writer: any ResponseBodyWriter = taken
        try await body(pieces, limit: .seconds(30)).write(to: &writer)
        #expect(taken.words.withLock { $0 } == ["first", "second", "third", "end"])
    }

    @Test("a client that takes nothing is given up")
    func stuckClient() async throws {
        let (pieces, continuation) = Pieces.makeStream()
        defer { continuation.finish() }
        var writer: any ResponseBodyWriter = Stuck()
        await #expect(throws: APIError.tooSlow) {
            try await body(pieces, limit: .milliseconds(50)).write(to: &writer)
        }
    }

    @Test("a database that sends nothing is given up, and the client is told")
    func stuckDatabase() async throws {
        let (pieces, continuation) = Pieces.makeStream()
        let taken = Taken()
        var writer: any ResponseBodyWriter = taken
        await #expect(throws: APIError.tooSlow) {
            try await body(pieces, limit: .milliseconds(50)).write(to: &writer)
        }
        #expect(taken.words.withLock { $0 } == ["first", "last"])
        continuation.finish()
    }
}

/// Takes everything.
private final class Taken: ResponseBodyWriter, Sendable {
    let words = Mutex<[String]>([])

    func write(_ buffer: ByteBuffer) async throws {
        words.withLock { $0.append(String(buffer: buffer)) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {
        words.withLock { $0.append("end") }
    }
}

/// Takes nothing until it is cancelled.
private struct Stuck: ResponseBodyWriter {
    mutating func write(_ buffer: ByteBuffer) async throws {
        try await Task.sleep(for: .seconds(3_600))
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
