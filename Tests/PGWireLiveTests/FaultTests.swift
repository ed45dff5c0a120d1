import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Faults on the way", .liveDatabase, .serialized, .timeLimit(.minutes(2)))
struct FaultTests {
    @Test(arguments: Fault.everyKind, FaultProxy.Direction.allCases)
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

                let result = await attempt(pool, within: fault.patience)

                check(result, fault, "\(fault) at byte \(offset) \(direction)")
                proxy.disarm()
                let after = try await answer(from: pool)
                #expect(after == 42, "after \(fault) at byte \(offset)")
            }
        }
    }

    @Test(arguments: Fault.everyKind, FaultProxy.Direction.allCases)
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

                let result = await attempt(pool, within: fault.patience)

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

    /// A fault may fail a statement, but never change its answer.
    private func check(_ result: Result<Int, any Error>, _ fault: Fault, _ what: String) {
        switch result {
        case .success(let value):
            #expect(value == 42, "\(what)")
        case .failure(let error as PGError):
            #expect(PGError.codesOfFaults.contains(error.code), "\(what): \(error)")
            if case .delay = fault { Issue.record("\(what): \(error)") }
        case .failure(let error):
            Issue.record("\(what): \(error)")
        }
    }
}
