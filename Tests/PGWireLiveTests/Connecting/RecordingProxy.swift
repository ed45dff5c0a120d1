import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Passes connections on to a port of 127.0.0.1 and remembers how each of them began.
final class RecordingProxy: Sendable {
    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let state = Mutex(State())

    private struct State {
        var openings: [[UInt8]] = []
        var sockets: [Int32] = []
    }

    struct CannotListen: Error {}

    init(to target: UInt16) throws {
        self.target = target
        listener = Self.makeSocket()
        port = try Self.listen(listener)
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let proxy = self else { return }
                proxy.serve(client)
            }
        }
    }

    deinit {
        _ = shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for socket in state.withLock({ $0.sockets }) { _ = shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// The first eight bytes of every connection: a length and a code.
    var openings: [[UInt8]] { state.withLock { $0.openings } }

    private func serve(_ client: Int32) {
        let server = Self.makeSocket()
        guard unsafe Self.onLoopback(target, { unsafe connect(server, $0, $1) }) == 0 else {
            close(client)
            close(server)
            return
        }
        state.withLock { $0.sockets += [client, server] }
        Thread.detachNewThread { [weak self] in
            var opening = [UInt8](repeating: 0, count: 8)
            let flags = Int32(MSG_PEEK) | Int32(MSG_WAITALL)
            let count = unsafe recv(client, &opening, 8, flags)
            if count == 8 { self?.state.withLock { $0.openings.append(opening) } }
            Self.pump(from: client, to: server)
        }
        Thread.detachNewThread { Self.pump(from: server, to: client) }
    }

    private static func pump(from source: Int32, to sink: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let written = unsafe buffer.withUnsafeBytes { bytes in
                    unsafe send(
                        sink, bytes.baseAddress.map { unsafe $0 + sent }, count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break }
                sent += written
            }
        }
        _ = shutdown(sink, Int32(SHUT_RDWR))
    }

    private static func makeSocket() -> Int32 {
        #if canImport(Glibc)
        socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        socket(AF_INET, SOCK_STREAM, 0)
        #endif
    }

    private static func listen(_ descriptor: Int32) throws -> UInt16 {
        guard unsafe onLoopback(0, { unsafe bind(descriptor, $0, $1) }) == 0,
            systemListen(descriptor, 16) == 0
        else { throw CannotListen() }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length)
            }
        }
        guard status == 0 else { throw CannotListen() }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func onLoopback(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, size)
            }
        }
    }
}

private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
    listen(descriptor, backlog)
}
