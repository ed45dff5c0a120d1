import Testing

@testable import PGTestKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the proxy does is what it says it does.
@Suite("The fault proxy", .liveDatabase, .timeLimit(.minutes(1)))
struct FaultProxyTests {
    /// What a client sees that asks a server for encryption, and a server on a Unix socket refuses.
    enum Sight: Equatable {
        case bytes(Int)
        case end
        case failure(Int32)
    }

    @Test(arguments: [
        (Fault.delay(.milliseconds(5)), Sight.bytes(1)), (.drop, .end),
        (.reset, .failure(ECONNRESET)), (.halfOpen, .failure(EAGAIN)),
    ])
    func aClientSees(fault: Fault, expected: Sight) async throws {
        for direction in FaultProxy.Direction.allCases {
            let proxy = try FaultProxy(to: TestDatabase.current.url)
            defer { proxy.close() }
            let client = try StreamSocket.connected(host: "127.0.0.1", port: Int(proxy.port))
            proxy.arm(fault, direction, after: 0)

            #expect(client.write([0, 0, 0, 8, 4, 210, 22, 47]))

            // So that what comes never is told apart from what takes long.
            let patience = timeval(tv_sec: fault == .halfOpen ? 0 : 10, tv_usec: 200_000)
            #expect(sight(of: client, patience) == expected, "\(fault) \(direction)")
            #expect(!proxy.isArmed)
        }
    }

    private func sight(of client: StreamSocket, _ patience: timeval) -> Sight {
        var patience = patience
        unsafe setsockopt(
            client.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience,
            socklen_t(MemoryLayout<timeval>.size))
        var byte: UInt8 = 0
        let count = unsafe recv(client.descriptor, &byte, 1, 0)
        return count < 0 ? .failure(errno) : count == 0 ? .end : .bytes(count)
    }
}
