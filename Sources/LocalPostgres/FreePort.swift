#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// TCP ports of 127.0.0.1, asked for by binding them for a moment.
enum FreePort {
    /// A port that was free a moment ago; the caller retries when another process takes it first.
    static func any() throws(LocalPostgresError) -> Int {
        try bind(0)
    }

    /// Throws when the port is taken or may not be used.
    static func check(_ port: Int) throws(LocalPostgresError) {
        guard (1...65_535).contains(port) else {
            throw LocalPostgresError(
                .portUnavailable, "\(port) is not a TCP port: ports run from 1 to 65535.")
        }
        _ = try bind(port)
    }

    static func taken(_ port: Int) -> LocalPostgresError {
        LocalPostgresError(
            .portUnavailable, "Port \(port) of 127.0.0.1 is taken by another program.",
            hint: "Choose another port, let the system choose one, or stop that program.")
    }

    private static func bind(_ port: Int) throws(LocalPostgresError) -> Int {
        #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw refused(port, errno) }
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // As the server does; otherwise connections closed a minute ago would make it look taken.
        var enabled: Int32 = 1
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &enabled, socklen_t(MemoryLayout<Int32>.size))

        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failure = unsafe withUnsafeMutablePointer(to: &address) { pointer -> Int32 in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
                guard unsafe systemBind(descriptor, generic, size) == 0 else { return errno }
                // Only listening reveals a listener that shares the address.
                guard listen(descriptor, 1) == 0 else { return errno }
                return unsafe getsockname(descriptor, generic, &size) == 0 ? 0 : errno
            }
        }
        guard failure == 0 else { throw refused(port, failure) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func refused(_ port: Int, _ number: Int32) -> LocalPostgresError {
        guard number != EADDRINUSE else { return taken(port) }
        return LocalPostgresError(
            .portUnavailable,
            "Port \(port) of 127.0.0.1 cannot be used: \(System.describe(number)).",
            hint: number == EACCES
                ? "Ports below 1024 are kept for root; choose a higher one." : nil)
    }
}

private func systemBind(
    _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
) -> Int32 {
    unsafe bind(descriptor, address, size)
}
