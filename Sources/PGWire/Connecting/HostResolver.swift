import PGCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Looking names of hosts up, on a side thread because the system's resolver blocks.
enum HostResolver {
    /// Returns a host's addresses as numbers, in the system's order of preference.
    ///
    /// A resolver that does not answer keeps its side thread until it gives up; the caller waits no
    /// longer than until `deadline`.
    ///
    /// - Throws: `PGError.Code.connectionFailed`; `PGError.Code.cancelled`.
    static func addresses(
        of host: String, by deadline: ContinuousClock.Instant
    ) async throws(PGError) -> [String] {
        let race = Race<[String]>()
        SideThreads.run { race.finish(lookUp(host)) }
        return try await race.value(
            by: deadline,
            orThrow: PGError(
                .connectionFailed, "the name \"\(host)\" could not be looked up in time"))
    }

    private static func lookUp(_ host: String) -> Result<[String], PGError> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = unsafe getaddrinfo(host, nil, &hints, &list)
        guard failure == 0 else {
            let reason = unsafe gai_strerror(failure).map { unsafe String(cString: $0) }
            return .failure(
                PGError(
                    .connectionFailed,
                    "the name \"\(host)\" could not be looked up: \(reason ?? "error \(failure)")"))
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let text = unsafe numeric(entry.pointee), !addresses.contains(text) {
                addresses.append(text)
            }
            unsafe next = entry.pointee.ai_next
        }
        return .success(addresses)
    }

    private static func numeric(_ entry: addrinfo) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let failure = unsafe getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0,
            NI_NUMERICHOST)
        guard failure == 0 else { return nil }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
