import PGTestKit

@testable import DemoAPI

/// An HTTP client that reads as slowly as it likes and leaves when it likes.
final class SlowClient: Sendable {
    private let socket: StreamSocket
    // Reading blocks, and the threads that run tasks must not be.
    private let threads = BlockingThreads(count: 1)

    /// Connects to a port of this machine and sends text.
    init(port: Int, sending text: String) throws {
        socket = try StreamSocket.connected(host: "127.0.0.1", port: port)
        _ = socket.write(Array(text.utf8)[...])
    }

    /// Asks for a path.
    convenience init(port: Int, get path: String) throws {
        try self.init(port: port, sending: "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    }

    /// Sends more.
    func send(_ text: String) async throws {
        try await threads.run { [socket] in _ = socket.write(Array(text.utf8)[...]) }
    }

    /// Returns some bytes, or `nil` when the server has ended the connection.
    func read() async throws -> ArraySlice<UInt8>? {
        try await threads.run { [socket] in socket.read() }
    }

    /// Returns all that is left.
    func readToEnd() async throws -> String {
        var bytes: [UInt8] = []
        while let piece = try await read() { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the rest without keeping it, and returns how many bytes that were and the last of them.
    func skipToEnd(_ each: () throws -> Void = {}) async throws -> (count: Int, end: String) {
        var count = 0
        var tail: [UInt8] = []
        while let piece = try await read() {
            count += piece.count
            tail = Array((tail + piece).suffix(200))
            try each()
        }
        return (count, String(decoding: tail, as: UTF8.self))
    }

    /// Ends the connection, as a browser does whose tab is closed.
    func leave() { socket.shutDown() }
}
