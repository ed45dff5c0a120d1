import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Faults on the way", .liveDatabase, .serialized, .timeLimit(.minutes(2)))
struct FaultTests {
    private static let faults: [Fault] = [
        .drop, .reset, .halfOpen, .delay(.milliseconds(5)),
    ]

    @Test(arguments: faults, FaultProxy.Direction.allCases)
    func atEveryByteOfAQuery(fault: Fault, direction: FaultProxy.Direction) async throws {
        let size = try await withPoolThroughProxy { pool, proxy in
            _ = try await answer(from: pool)
            proxy.disarm()
            _ = try await answer(from: pool)
            return proxy.count(direction)
        }
        #expect(size > 30)

        try await concurrently(0..<size, atMost: 12) { offset in
            try await withPoolThroughProxy { pool, proxy in
                _ = try await answer(from: pool)
                proxy.arm(fault, direction, after: offset)

                let result = await attempt(pool, within: patience(with: fault))

                check(result, fault, "\(fault) at byte \(offset) \(direction)")
                proxy.disarm()
                let after = try await answer(from: pool)
                #expect(after == 42, "after \(fault) at byte \(offset)")
            }
        }
    }

    @Test(arguments: faults, FaultProxy.Direction.allCases)
    func atManyBytesOfConnecting(fault: Fault, direction: FaultProxy.Direction) async throws {
        let size = try await withPoolThroughProxy { pool, proxy in
            proxy.disarm()
            _ = try await answer(from: pool)
            return proxy.count(direction)
        }
        let offsets = stride(from: 0, to: size, by: 9)

        try await concurrently(offsets, atMost: 12) { offset in
            try await withPoolThroughProxy { pool, proxy in
                proxy.arm(fault, direction, after: offset)

                let result = await attempt(pool, within: patience(with: fault))

                check(result, fault, "\(fault) at byte \(offset) \(direction) of connecting")
                proxy.disarm()
                // The attempt that got stuck may take its callers with it, but then there is another.
                try await eventually("the pool recovers") {
                    (try? await answer(from: pool)) == 42
                }
            }
        }
    }

    @Test func aServerThatIsGoneForAWhile() async throws {
        try await withPoolThroughProxy { pool, proxy in
            #expect(try await answer(from: pool) == 42)

            proxy.refuse()
            for _ in 0..<5 {
                let error = await #expect(throws: PGError.self) {
                    try await withDeadline(.seconds(2)) { try await answer(from: pool) }
                }
                #expect(error?.code != .decodingFailed)
            }

            proxy.accept()
            try await eventually("the pool recovers") {
                (try? await answer(from: pool)) == 42
            }
        }
    }

    // MARK: Steps

    private func withPoolThroughProxy<Result>(
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

    private func answer(from pool: ConnectionPool) async throws -> Int {
        try await pool.query("SELECT \(40)::int4 + 2").decode(Int.self)[0]
    }

    private func attempt(
        _ pool: ConnectionPool, within limit: Duration
    ) async -> Result<Int, any Error> {
        do {
            return .success(try await withDeadline(limit) { try await answer(from: pool) })
        } catch {
            return .failure(error)
        }
    }

    /// Only what is half-open takes all of it; what is late must not fail on a busy machine.
    private func patience(with fault: Fault) -> Duration {
        fault == .halfOpen ? .milliseconds(250) : .seconds(20)
    }

    /// A fault may fail a statement, but never change its answer.
    private func check(_ result: Result<Int, any Error>, _ fault: Fault, _ what: String) {
        switch result {
        case .success(let value):
            #expect(value == 42, "\(what)")
        case .failure(let error as PGError):
            #expect(
                [.connectionLost, .connectionFailed, .deadlineExceeded].contains(error.code),
                "\(what): \(error)")
            if case .delay = fault { Issue.record("\(what): \(error)") }
        case .failure(let error):
            Issue.record("\(what): \(error)")
        }
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
