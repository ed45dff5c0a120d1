import Foundation
public import PGCore
import Synchronization

/// A server that says what a test tells it to say, right or wrong.
///
/// ```swift
/// let server = try FakeServer { session in
///     guard session.start() else { return }
///     _ = session.receive(through: "S")                      // Parse … Sync
///     session.send(.error(severity: "FATAL", sqlState: "57P01", "going away"))
/// }
/// await #expect(throws: PGError.self) { try await Connection.connect(.url(server.url)) … }
/// server.close()
/// ```
///
/// The script runs once for each connection, on a thread of its own, with calls that block; when it
/// returns, the connection ends.
public final class FakeServer: Sendable {
    /// How to connect to it, as a key/value string.
    public let url: String
    /// The port of 127.0.0.1 that it listens on.
    public let port: UInt16

    private let listener: StreamSocket
    private let script: @Sendable (FakeServerSession) -> Void
    private let state = Mutex(State())

    private struct State {
        var sessions: [FakeServerSession] = []
        var cancelRequests = 0
        var isClosed = false
    }

    /// Starts a server with a script for each connection.
    ///
    /// - Throws: `PGError.Code.connectionFailed` when it cannot listen.
    public init(
        _ script: @escaping @Sendable (FakeServerSession) -> Void
    ) throws(PGError) {
        self.script = script
        (listener, port) = try StreamSocket.listening()
        url = "host=127.0.0.1 port=\(port) user=fake dbname=fake sslmode=disable"
        Thread.detachNewThread { self.acceptClients() }
    }

    /// The number of cancel requests that came.
    public var cancelRequests: Int { state.withLock { $0.cancelRequests } }

    /// Ends every connection and the server.
    public func close() {
        let sessions = state.withLock { state in
            state.isClosed = true
            defer { state.sessions = [] }
            return state.sessions
        }
        for session in sessions { session.end() }
        listener.shutDown()
    }

    private func acceptClients() {
        while let socket = listener.accept() {
            let session = FakeServerSession(socket) {
                self.state.withLock { $0.cancelRequests += 1 }
            }
            let isWanted = state.withLock { state in
                if !state.isClosed { state.sessions.append(session) }
                return !state.isClosed
            }
            guard isWanted else { return }
            Thread.detachNewThread {
                self.script(session)
                session.end()
                self.state.withLock { $0.sessions.removeAll { $0 === session } }
            }
        }
    }
}

/// One client's connection to a ``FakeServer``, as its script sees it.
///
/// Used by the script's thread; only ending it comes from others.
public final class FakeServerSession: Sendable {
    private let socket: StreamSocket
    private let reader = Mutex(ClientMessageReader())
    private let noteCancelRequest: @Sendable () -> Void

    init(_ socket: StreamSocket, onCancelRequest: @escaping @Sendable () -> Void) {
        self.socket = socket
        noteCancelRequest = onCancelRequest
    }

    /// Lets the client in, and says what servers say then.
    ///
    /// Returns `false` when the client sent a cancel request, or went away.
    public func start(serverVersion: String = "15.0") -> Bool {
        guard let first = receive() else { return false }
        guard !first.isCancelRequest else {
            noteCancelRequest()
            return false
        }
        send(
            .authenticationOk, .parameterStatus("server_version", serverVersion),
            .parameterStatus("server_encoding", "UTF8"),
            .parameterStatus("client_encoding", "UTF8"),
            .parameterStatus("DateStyle", "ISO, MDY"),
            .parameterStatus("IntervalStyle", "postgres"),
            .parameterStatus("TimeZone", "UTC"),
            .parameterStatus("integer_datetimes", "on"),
            .parameterStatus("standard_conforming_strings", "on"),
            .backendKeyData(processID: 4711, secret: 42), .readyForQuery())
        return true
    }

    /// Waits for the client's next message; `nil` when it went away.
    ///
    /// A request for encryption is refused and not returned.
    public func receive() -> ClientMessage? {
        while true {
            if let message = reader.withLock({ $0.next() }) {
                guard message.isEncryptionRequest else { return message }
                _ = socket.write([UInt8(ascii: "N")])
                continue
            }
            guard let bytes = socket.read() else { return nil }
            reader.withLock { $0.append(bytes) }
        }
    }

    /// Waits for messages up to and including one of a type; `nil` when the client went away before.
    public func receive(through type: Character) -> [ClientMessage]? {
        var messages: [ClientMessage] = []
        while let message = receive() {
            messages.append(message)
            if message.type == type { return messages }
        }
        return nil
    }

    /// Sends messages.
    public func send(_ messages: ServerMessage...) {
        send(messages)
    }

    /// Sends messages.
    public func send(_ messages: [ServerMessage]) {
        _ = socket.write(messages.flatMap(\.bytes)[...])
    }

    /// Ends the connection.
    public func end() {
        socket.shutDown()
    }
}
