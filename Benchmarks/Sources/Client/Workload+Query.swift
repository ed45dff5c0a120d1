import PGCore
import PGWire
import QueryBuilder

/// Workloads of the query builder, each beside one that says the same in SQL and tuples.
extension Workload {
    func structs(on executor: some StatementExecutor) async throws -> UInt64 {
        let rows = try await executor.execute("select id, email, score, created from bench_rows")
        var sum: UInt64 = 0
        for row in try rows.decode(BenchRow.self) { sum &+= row.checksum }
        return sum
    }

    func structsQuery(on executor: some StatementExecutor) async throws -> UInt64 {
        var sum: UInt64 = 0
        for row in try await BenchRow.all.fetch(on: executor) { sum &+= row.checksum }
        return sum
    }

    func rowsQuery(on executor: some StatementExecutor) async throws -> UInt64 {
        let rows = try await BenchRow.select { ($0.id, $0.email, $0.score, $0.created) }
            .fetch(on: executor)
        var sum: UInt64 = 0
        for (id, email, score, created) in rows {
            sum &+=
                UInt64(id) &+ UInt64(email.utf8.count) &+ UInt64(score)
                &+ UInt64(created.microsecondsSince2000 / 1_000_000)
        }
        return sum
    }

    func primaryKeyQuery(
        _ number: Int, on executor: some StatementExecutor
    ) async throws -> UInt64 {
        let id = number * 7919 % 10_000 + 1
        var sum: UInt64 = 0
        for balance in try await Account.where({ $0.id == id }).select({ $0.balance })
            .fetch(on: executor)
        {
            sum &+= UInt64(truncatingIfNeeded: balance)
        }
        return sum &- UInt64(id)
    }
}
