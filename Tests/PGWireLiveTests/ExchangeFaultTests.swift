import PGCore
import PGTestKit
import PGWire
import Testing

/// What ``FaultTests`` does to single statements, done to everything that takes longer.
@Suite("Faults in long exchanges", .liveDatabase(Exchange.table), .timeLimit(.minutes(2)))
struct ExchangeFaultTests {
    /// At how many bytes of an exchange each fault strikes.
    private static let samples = 6

    @Test(arguments: Exchange.all, Fault.everyKind)
    func atManyBytes(exchange: Exchange, fault: Fault) async throws {
        for direction in FaultProxy.Direction.allCases {
            let size = try await withPoolThroughProxy { pool, proxy in
                _ = try await exchange.run(pool, -1)
                proxy.disarm()
                _ = try await exchange.run(pool, -1)
                return proxy.count(direction)
            }
            #expect(size > 20)

            // The first byte, the last one, and what is between.
            let offsets = (0..<Self.samples).map { $0 * (size - 1) / (Self.samples - 1) }
            try await concurrently(offsets, atMost: Self.samples) { offset in
                try await strike(fault, at: offset, direction, exchange)
            }
        }
    }

    private func strike(
        _ fault: Fault, at offset: Int, _ direction: FaultProxy.Direction, _ exchange: Exchange
    ) async throws {
        let what = "\(fault) at byte \(offset) \(direction) of \(exchange.testDescription)"
        try await withPoolThroughProxy { pool, proxy in
            // So that statements are known, and every run takes the same bytes.
            #expect(try await exchange.run(pool, -1))
            let run = direction == .toServer ? offset : 1_000_000_000 + offset
            proxy.arm(fault, direction, after: offset)
            let start = ContinuousClock.now

            let task = Task {
                try await withDeadline(fault.patience) { try await exchange.run(pool, run) }
            }
            let outcome = await result(of: task, within: .seconds(30))

            // The deadline, the time for stopping, and that of giving the connection back.
            #expect(start.duration(to: .now) < fault.patience + .seconds(5), "\(what)")
            check(outcome, fault, what)
            try await checkRows(of: run, exchange, outcome, what)
            proxy.disarm()
            #expect(try await exchange.run(pool, -1), "after \(what)")
            // A stream that was left early gives its connection back by itself.
            try await eventually("every connection is back after \(what)") {
                await pool.statistics.leased == 0
            }
        }
    }

    /// A fault may fail an exchange, but never change its answer.
    private func check(_ outcome: Result<Bool, any Error>, _ fault: Fault, _ what: String) {
        switch outcome {
        case .success(let isRight):
            #expect(isRight, "\(what)")
        case .failure(let error as PGError):
            #expect(PGError.codesOfLostWork.contains(error.code), "\(what): \(error)")
            if case .delay = fault { Issue.record("\(what): \(error)") }
        case .failure(let error):
            Issue.record("\(what): \(error)")
        }
    }

    /// All was stored or nothing was, and the error does not deny it.
    private func checkRows(
        of run: Int, _ exchange: Exchange, _ outcome: Result<Bool, any Error>, _ what: String
    ) async throws {
        let count = try await TestDatabase.pool.query(
            "SELECT count(*) FROM written WHERE run = \(run)::int4"
        ).one(Int.self)
        switch outcome {
        case .success:
            #expect(count == exchange.rows, "\(what)")
        case .failure(let error as PGError) where error.hadNoEffect:
            #expect(count == 0, "\(what): \(error)")
        case .failure(let error):
            #expect(count == 0 || count == exchange.rows, "\(what): \(error)")
        }
    }
}

extension PGError {
    /// What a caller may be told when the network fails in the middle of something longer.
    fileprivate static let codesOfLostWork = codesOfFaults.union([.commitFailed])

    fileprivate var hadNoEffect: Bool { execution == .notSent || execution == .rolledBack }
}
