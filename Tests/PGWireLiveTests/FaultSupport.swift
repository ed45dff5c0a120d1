import PGCore
import PGTestKit
import PGWire

extension Fault {
    static let everyKind: [Fault] = [.drop, .reset, .halfOpen, .delay(.milliseconds(5))]

    /// How long a caller has: only what is half-open takes all of it, and what is late must not fail
    /// on a busy machine.
    var patience: Duration {
        self == .halfOpen ? .milliseconds(250) : .seconds(20)
    }
}

extension PGError {
    /// What a caller may be told when the network fails.
    static let codesOfFaults: Set<PGError.Code> = [
        .connectionLost, .connectionFailed, .deadlineExceeded,
    ]
}

/// A pool of one connection to the test's database, by way of a proxy; both are closed after `body`.
func withPoolThroughProxy<Result>(
    _ body: (ConnectionPool, FaultProxy) async throws -> Result
) async throws -> Result {
    let proxy = try FaultProxy(to: TestDatabase.current.url)
    defer { proxy.close() }
    var configuration = PoolConfiguration()
    configuration.maximumConnections = 1
    configuration.connection.cancelTimeout = .milliseconds(300)
    configuration.connection.connectTimeout = .seconds(2)
    let pool = try ConnectionPool(.url(proxy.url), configuration: configuration)
    do {
        let result = try await body(pool, proxy)
        await pool.close()
        return result
    } catch {
        await pool.close()
        throw error
    }
}

/// Runs `body` for each element, a bounded number of them at a time.
func concurrently<Elements: Sequence & Sendable>(
    _ elements: Elements, atMost width: Int,
    _ body: @escaping @Sendable (Elements.Element) async throws -> Void
) async throws where Elements.Element: Sendable {
    try await withThrowingTaskGroup(of: Void.self) { group in
        var underWay = 0
        for element in elements {
            if underWay == width {
                try await group.next()
                underWay -= 1
            }
            group.addTask { try await body(element) }
            underWay += 1
        }
        try await group.waitForAll()
    }
}
