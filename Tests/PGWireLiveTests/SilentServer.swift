#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A port that accepts connections, by the kernel's backlog, and never answers.
final class SilentServer: Sendable {
    private let socket: Int32
    /// The listening socket.
    var descriptor: Int32 { socket }
    let port: UInt16

    struct CannotListen: Error {}

    init() throws {
        #if canImport(Glibc)
        let type = Int32(SOCK_STREAM.rawValue)
        #else
        let type = SOCK_STREAM
        #endif
        let descriptor = Self.open(type)
        socket = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                guard unsafe bind(descriptor, address, length) == 0, listen(descriptor, 8) == 0
                else { return -1 }
                return unsafe getsockname(descriptor, address, &length)
            }
        }
        guard status == 0 else { throw CannotListen() }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(socket)
    }

    private static func open(_ type: Int32) -> Int32 {
        #if canImport(Glibc)
        Glibc.socket(AF_INET, type, 0)
        #else
        Darwin.socket(AF_INET, type, 0)
        #endif
    }

    /// Whether somebody has connected.
    var hasClient: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&descriptor, 1, 0) == 1
    }
}
