import Foundation
public import PGCore
import PGWire
import Synchronization

/// A proxy between a client and a server on this machine, in which things go wrong on demand.
///
/// ```swift
/// let proxy = try FaultProxy(to: TestDatabase.current.url)
/// let pool = try ConnectionPool(.url(proxy.url))
/// proxy.arm(.reset, .toClient, after: 17)       // in the middle of the next answer
/// await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
/// proxy.close()
/// ```
///
/// Bytes are counted from the moment a fault is armed, over all connections, and a fault strikes once:
/// on the connection whose byte it was. Every connection has two threads, so a proxy is for tests.
public final class FaultProxy: Sendable {
    /// How to connect to the server by way of the proxy, as a key/value string.
    public let url: String
    /// The port of 127.0.0.1 that the proxy listens on.
    public let port: UInt16

    private let listener: StreamSocket
    private let server: (host: String, port: Int)
    private let state = Mutex(State())

    private struct State {
        var plan = FaultPlan()
        var links: [Link] = []
        var isRefusing = false
        var isClosed = false
    }

    /// Starts a proxy to the server a connection string names.
    ///
    /// The server has to be on this machine: a Unix socket, or a port of 127.0.0.1. TLS goes through
    /// as it is.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` or `PGError.Code.connectionFailed`.
    public init(to serverURL: String) throws(PGError) {
        var settings = try ConnectionString.parse(serverURL)
        server = (settings["host"] ?? "127.0.0.1", settings["port"].flatMap { Int($0) } ?? 5432)
        (listener, port) = try StreamSocket.listening()
        settings["host"] = "127.0.0.1"
        settings["port"] = String(port)
        settings["hostaddr"] = nil
        url = settings.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(FaultProxy.quoted($0.value))" }.joined(separator: " ")
        Thread.detachNewThread { self.acceptClients() }
    }

    private static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    /// Lets a fault strike after this many more bytes have gone that way.
    ///
    /// The byte after them is the first that is lost, or late. The counts begin at zero.
    public func arm(_ fault: Fault, _ direction: Direction, after bytes: Int) {
        state.withLock { $0.plan.arm(fault, direction, after: bytes) }
    }

    /// Takes an armed fault back, and begins to count at zero.
    public func disarm() {
        state.withLock { $0.plan.disarm() }
    }

    /// Whether a fault is armed that has not struck yet.
    public var isArmed: Bool { state.withLock { $0.plan.isArmed } }

    /// The number of bytes that have come since a fault was last armed or disarmed.
    public func count(_ direction: Direction) -> Int {
        state.withLock { $0.plan.count(direction) }
    }

    /// The number of connections that go through the proxy, half-open ones included.
    public var connections: Int {
        state.withLock { state in
            state.links.removeAll { $0.isOver }
            return state.links.count
        }
    }

    /// Ends every connection, and refuses new ones until ``accept()``: the server seems to be gone.
    public func refuse() {
        let links = state.withLock { state in
            state.isRefusing = true
            defer { state.links = [] }
            return state.links
        }
        for link in links { link.cut() }
    }

    /// Accepts connections again.
    public func accept() {
        state.withLock { $0.isRefusing = false }
    }

    /// Ends every connection and the proxy.
    public func close() {
        state.withLock { $0.isClosed = true }
        refuse()
        listener.shutDown()
    }

    // MARK: Threads

    private func acceptClients() {
        while let client = listener.accept() {
            guard let upstream = try? StreamSocket.connected(host: server.host, port: server.port)
            else { continue }
            let link = Link(client: client, server: upstream)
            let isWanted = state.withLock { state in
                state.links.removeAll { $0.isOver }
                guard !state.isRefusing, !state.isClosed else { return false }
                state.links.append(link)
                return true
            }
            guard isWanted else {
                link.cut()
                continue
            }
            Thread.detachNewThread { self.forward(.toServer, on: link) }
            Thread.detachNewThread { self.forward(.toClient, on: link) }
        }
    }

    private func forward(_ direction: Direction, on link: Link) {
        let (source, target) =
            direction == .toServer ? (link.client, link.server) : (link.server, link.client)
        while let bytes = source.read() {
            guard !link.isStuck else { continue }
            switch state.withLock({ $0.plan.received(bytes.count, direction) }) {
            case .forward:
                guard target.write(bytes) else { return link.cut() }
            case .fail(let fault, let count):
                _ = target.write(bytes.prefix(count))
                guard strike(fault, link) else { return }
                guard target.write(bytes.dropFirst(count)) else { return link.cut() }
            }
        }
        // What was half-open stays so: nobody is told.
        if !link.isStuck { link.cut() }
    }

    /// Returns whether bytes go on.
    private func strike(_ fault: Fault, _ link: Link) -> Bool {
        switch fault {
        case .delay(let duration):
            let (seconds, attoseconds) = duration.components
            Thread.sleep(forTimeInterval: Double(seconds) + Double(attoseconds) / 1e18)
            return true
        case .drop: link.cut()
        case .reset:
            link.reset()
            // The client is told when the last reference to its socket goes.
            state.withLock { state in state.links.removeAll { $0 === link } }
        case .halfOpen: link.stick()
        }
        return false
    }
}

/// A client's connection and the one to the server that belongs to it.
private final class Link: Sendable {
    let client: StreamSocket
    let server: StreamSocket
    private let state = Mutex((isOver: false, isStuck: false, isReset: false))

    init(client: StreamSocket, server: StreamSocket) {
        self.client = client
        self.server = server
    }

    var isOver: Bool { state.withLock { $0.isOver } }
    var isStuck: Bool { state.withLock { $0.isStuck } }

    func stick() {
        state.withLock { $0.isStuck = true }
    }

    func cut() {
        let isReset = state.withLock { state in
            state.isOver = true
            return state.isReset
        }
        // Ending a stream in order would come before the reset.
        if !isReset { client.shutDown() }
        server.shutDown()
    }

    func reset() {
        state.withLock { state in
            state.isOver = true
            state.isReset = true
        }
        client.resetOnClose()
        server.shutDown()
    }
}
