import Hummingbird
import PGCore

/// A request that may be sent again, and that is to be done once: it has an `Idempotency-Key`.
///
/// The answer is kept in the transaction that does the work, so that there is either both or
/// neither. A failure is not kept: the request may be tried again.
struct KeyedRequest: Sendable {
    /// For how long an answer is kept.
    static let lifetime = "24 hours"

    let key: String
    /// What the key stands for: another request with the same key is a mistake.
    let content: [UInt8]

    static let parameter = Parameter.header(
        "Idempotency-Key",
        JSONSchema(kinds: [.string], pattern: "^[!-~]+$", lengths: 1...255),
        "A name of your choice for this request: sent again within a day, it gets the same answer."
    ) { key in
        key.utf8.allSatisfy { (33...126).contains($0) }
            ? nil : "must have printable characters only"
    }

    /// Returns the kept answer, or does the work and keeps its answer.
    ///
    /// - Parameters:
    ///   - executor: The transaction in which the work is done.
    ///   - work: What to do the first time.
    func answer(
        on executor: some StatementExecutor, _ work: () async throws -> KeptAnswer
    ) async throws -> KeptAnswer {
        try await lock(executor)
        if let answer = try await find(executor) { return answer }
        let answer = try await work()
        try await keep(answer, executor)
        return answer
    }

    /// Keeps others with the same key out until the transaction ends, or says that they are first.
    private func lock(_ executor: some StatementExecutor) async throws {
        let isFree = try await executor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(\(key), 0))"
        ).one(Bool.self)
        guard isFree else { throw APIError.inProgress }
    }

    private func find(_ executor: some StatementExecutor) async throws -> KeptAnswer? {
        let rows = try await executor.execute(
            """
            SELECT status, location, etag, body, request_hash = sha256(\(content)) AS same
            FROM idempotency_keys
            WHERE key = \(key) AND created_at > now() - \(Self.lifetime)::text::interval
            """)
        guard rows.count > 0 else { return nil }
        guard try rows.row(at: 0).decode("same", as: Bool.self) else { throw APIError.keyIsTaken }
        return try rows.row(at: 0).decode(into: KeptAnswer.self)
    }

    private func keep(_ answer: KeptAnswer, _ executor: some StatementExecutor) async throws {
        // Each request that is kept takes some out whose time is over, so that the table is bounded.
        _ = try await executor.execute(
            """
            WITH old AS (
                DELETE FROM idempotency_keys WHERE key IN (
                    SELECT key FROM idempotency_keys
                    WHERE created_at <= now() - \(Self.lifetime)::text::interval AND key <> \(key)
                    ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED))
            INSERT INTO idempotency_keys (key, request_hash, status, location, etag, body)
            VALUES (\(key), sha256(\(content)), \(answer.status), \(answer.location),
                \(answer.etag), \(answer.body))
            ON CONFLICT (key) DO UPDATE SET request_hash = excluded.request_hash,
                status = excluded.status, location = excluded.location, etag = excluded.etag,
                body = excluded.body, created_at = now()
            """)
    }
}

extension APIError {
    static let inProgress = APIError(
        status: .conflict, code: "in_progress",
        message: "a request with the same Idempotency-Key is in progress",
        headers: [.retryAfter: "1"])

    static let keyIsTaken = APIError(
        status: .unprocessableContent, code: "key_is_taken",
        message: "another request had the same Idempotency-Key",
        fields: [FieldProblem(field: "Idempotency-Key", message: "belongs to another request")])
}
