import PGCore
import PGWire

/// What can be measured.
///
/// The statements stand in `c/workloads.c` and `python/peers.py` in the same words.
enum Workload: String, CaseIterable, Sendable {
    case pgType = "pg_type"
    case series
    case bytea
    case arrays
    case rows
    /// The same rows as structs.
    case structs
    case onePlusOne = "one-plus-one"
    case selectInt = "select-int"
    case primaryKey = "primary-key"
    /// The same rows, asked for with the query builder: what "query" adds to a workload's name.
    case rowsQuery = "rows-query"
    case structsQuery = "structs-query"
    case primaryKeyQuery = "primary-key-query"
    /// A hundred tasks on one connection.
    case shared100 = "shared-100"
    /// A thousand tasks on a pool.
    case pool1000 = "pool-1000"
    /// COPY of 10,000 rows.
    case copyIn = "copy-in"
    /// A thousand inserts at once.
    case batch
    /// A million rows, a thousand at a time, or all at once.
    case stream
    case streamOther = "stream-other"
    /// A thousand rows as JSON: straight from the server's bytes, or by way of structs.
    case json
    case jsonOther = "json-other"
    /// Entities: 10,000 loaded, with a session or as tuples without one.
    case entityLoad = "orm-load"
    case entityLoadOther = "orm-load-other"
    /// 10,000 inserted and committed.
    case entityInsert = "orm-insert"
    /// 10,000 inserted that nobody tracks: by COPY, or from arrays.
    case entityBulk = "orm-bulk"
    case entityBulkOther = "orm-bulk-other"
    /// 1,000 changed and committed.
    case entityUpdate = "orm-update"
    /// One by its key, in a session of its own.
    case entityGet = "orm-get"
    /// 1,000 by their keys, which the session knows.
    case entityKnown = "orm-known"
    /// 10,000 that have not changed, looked at by a flush.
    case entityUnchanged = "orm-unchanged"

    /// The number of tasks, where it is not the number of connections.
    var tasks: Int? {
        switch self {
        case .shared100: 100
        case .pool1000: 1000
        default: nil
        }
    }

    /// Whether a task works with sessions.
    var needsSession: Bool {
        switch self {
        case .entityLoad, .entityLoadOther, .entityInsert, .entityUpdate, .entityGet, .entityKnown,
            .entityUnchanged, .entityBulk, .entityBulkOther:
            true
        default: false
        }
    }

    /// Whether a task works on a connection of its own.
    var needsOwnConnection: Bool {
        switch self {
        case .copyIn, .batch, .stream, .streamOther, .json, .jsonOther: true
        default: false
        }
    }

    /// Does it once, and returns the sum over all values that were read.
    func perform(_ number: Int, on executor: some StatementExecutor) async throws -> UInt64 {
        switch self {
        case .pgType: try await types(on: executor)
        case .series: try await series(on: executor)
        case .bytea: try await bytes(on: executor)
        case .arrays: try await arrays(on: executor)
        case .rows: try await rows(on: executor)
        case .structs: try await structs(on: executor)
        case .rowsQuery: try await rowsQuery(on: executor)
        case .structsQuery: try await structsQuery(on: executor)
        case .primaryKeyQuery: try await primaryKeyQuery(number, on: executor)
        case .onePlusOne: try await sum(of: "select 1 + 1", on: executor)
        case .selectInt, .shared100, .pool1000:
            try await sum(of: "select \(number)::int", on: executor) &- UInt64(number)
        case .primaryKey: try await primaryKey(number, on: executor)
        case .copyIn, .batch, .stream, .streamOther, .json, .jsonOther:
            throw PGError(.needsOwnConnection, "\(rawValue) needs a connection of its own")
        case .entityLoad, .entityLoadOther, .entityInsert, .entityUpdate, .entityGet, .entityKnown,
            .entityUnchanged, .entityBulk, .entityBulkOther:
            throw PGError(.unsupportedResult, "\(rawValue) needs a session")
        }
    }

    private func sum(
        of statement: SQLStatement, on executor: some StatementExecutor
    ) async throws -> UInt64 {
        var sum: UInt64 = 0
        for value in try await executor.execute(statement).decode(Int.self) {
            sum &+= UInt64(truncatingIfNeeded: value)
        }
        return sum
    }

    private func series(on executor: some StatementExecutor) async throws -> UInt64 {
        try await sum(of: "select i from generate_series(1, 1000) as i", on: executor)
    }

    private func primaryKey(
        _ number: Int, on executor: some StatementExecutor
    ) async throws -> UInt64 {
        let id = number * 7919 % 10_000 + 1
        return try await sum(
            of: "select balance from bench_accounts where id = \(id)", on: executor) &- UInt64(id)
    }

    private func types(on executor: some StatementExecutor) async throws -> UInt64 {
        let rows = try await executor.execute(
            """
            select typname, typnamespace, typowner, typlen, typbyval, typcategory, typispreferred, \
            typisdefined, typdelim, typrelid, typelem, typarray \
            from pg_type where typtypmod = \(-1) and typisdefined = \(true)
            """)
        var sum: UInt64 = 0
        for (
            name, namespace, owner, length, isByValue, category, isPreferred, isDefined, delimiter,
            relation, element, array
        ) in try rows.decode(
            String.self, Int.self, Int.self, Int.self, Bool.self, String.self, Bool.self, Bool.self,
            String.self, Int.self, Int.self, Int.self)
        {
            let texts = name.utf8.count + category.utf8.count + delimiter.utf8.count
            let flags = (isByValue ? 1 : 0) + (isPreferred ? 1 : 0) + (isDefined ? 1 : 0)
            let numbers = namespace + owner + length + relation + element + array
            sum &+= UInt64(truncatingIfNeeded: texts + flags + numbers)
        }
        return sum
    }

    private func bytes(on executor: some StatementExecutor) async throws -> UInt64 {
        let rows = try await executor.execute("select data from bench_bytes")
        var sum: UInt64 = 0
        for data in try rows.decode([UInt8].self) { sum &+= UInt64(data.count) }
        return sum
    }

    private func arrays(on executor: some StatementExecutor) async throws -> UInt64 {
        let rows = try await executor.execute("select numbers from bench_arrays")
        var sum: UInt64 = 0
        for numbers in try rows.decode([Int32].self) {
            for number in numbers { sum &+= UInt64(truncatingIfNeeded: number) }
        }
        return sum
    }

    private func rows(on executor: some StatementExecutor) async throws -> UInt64 {
        let rows = try await executor.execute("select id, email, score, created from bench_rows")
        var sum: UInt64 = 0
        for (id, email, score, created) in try rows.decode(
            Int.self, String.self, Double.self, PGTimestampTZ.self)
        {
            sum &+=
                UInt64(id) &+ UInt64(email.utf8.count) &+ UInt64(score)
                &+ UInt64(created.microsecondsSince2000 / 1_000_000)
        }
        return sum
    }
}
