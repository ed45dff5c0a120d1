package import PGCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A stream socket with blocking calls, for threads of its own.
///
/// It is closed with the last reference. ``shutDown()`` wakes a thread that is blocked in it.
@safe
package final class StreamSocket: Sendable {
    let descriptor: Int32

    init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    // MARK: Making

    /// Listens on a free port of 127.0.0.1.
    static func listening() throws(PGError) -> (socket: StreamSocket, port: UInt16) {
        let socket = try make(AF_INET)
        var address = loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(socket.descriptor, generic, size) == 0
                    && listen(socket.descriptor, 64) == 0
                    && getsockname(socket.descriptor, generic, &size) == 0
            }
        }
        guard isListening else { throw failure("listen") }
        return (socket, UInt16(bigEndian: address.sin_port))
    }

    /// Connects to a server on this machine, by its socket's directory or on 127.0.0.1.
    package static func connected(host: String, port: Int) throws(PGError) -> StreamSocket {
        if host.hasPrefix("/") { return try connected(path: "\(host)/.s.PGSQL.\(port)") }
        let socket = try make(AF_INET)
        var address = loopback(port: UInt16(truncatingIfNeeded: port))
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(
                    socket.descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw failure("connect to port \(port)") }
        socket.sendAtOnce()
        return socket
    }

    private static func connected(path: String) throws(PGError) -> StreamSocket {
        let socket = try make(AF_UNIX)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < capacity else { throw failure("use the long path \(path)") }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(
                    socket.descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw failure("connect to \(path)") }
        return socket
    }

    private static func make(_ family: Int32) throws(PGError) -> StreamSocket {
        #if canImport(Glibc)
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(family, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw failure("make a socket") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return StreamSocket(owning: descriptor)
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return address
    }

    private static func failure(_ what: String) -> PGError {
        PGError(
            .connectionFailed,
            "the proxy could not \(what): \(unsafe String(cString: strerror(errno)))")
    }

    // MARK: Using

    /// Waits for a client; `nil` once the socket is shut down.
    func accept() -> StreamSocket? {
        while true {
            #if canImport(Darwin)
            let descriptor = Darwin.accept(self.descriptor, nil, nil)
            #elseif canImport(Musl)
            let descriptor = Musl.accept(self.descriptor, nil, nil)
            #else
            let descriptor = Glibc.accept(self.descriptor, nil, nil)
            #endif
            guard descriptor < 0 else {
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                let socket = StreamSocket(owning: descriptor)
                socket.sendAtOnce()
                return socket
            }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    /// Waits for bytes; `nil` at the end of the stream or once the socket is shut down.
    package func read() -> ArraySlice<UInt8>? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
            }
            if count > 0 { return bytes[..<count] }
            guard count < 0, errno == EINTR else { return nil }
        }
    }

    /// Sends everything; returns whether the peer is still there.
    package func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                unsafe send(descriptor, buffer.baseAddress, buffer.count, 0)
                #else
                unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                #endif
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Ends the stream both ways, for the peer as well.
    package func shutDown() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Makes the peer see a reset instead of an end when the socket is closed, and wakes the reader.
    package func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RD))
    }

    private func sendAtOnce() {
        var enabled: Int32 = 1
        unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &enabled,
            socklen_t(MemoryLayout<Int32>.size))
    }
}
