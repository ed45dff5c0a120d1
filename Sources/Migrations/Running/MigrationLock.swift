import PGCore
import PGWire

/// The lock that lets one runner at a time change a database.
///
/// It is an advisory lock of the session, on a connection of its own: nothing a migration does can
/// release it. It is asked for again and again rather than waited for in one statement, because a
/// waiting statement would hold a snapshot, and CREATE INDEX CONCURRENTLY waits for snapshots.
struct MigrationLock {
    /// "strata" in ASCII, and a one; the same in every database.
    static let key = 0x73_7472_6174_6101

    private let connection: Connection

    /// Takes the lock, waiting for at most `limit`.
    ///
    /// - Throws: ``MigrationError/Code/lockNotObtained`` naming who has it,
    ///   ``MigrationError/Code/cancelled``, or ``MigrationError/Code/ledgerFailed``.
    static func acquire(
        on connection: Connection, within limit: Duration, onWait: (String?) -> Void
    ) async throws(MigrationError) -> MigrationLock {
        let lock = MigrationLock(connection: connection)
        let deadline = ContinuousClock.now + limit
        var pause = Duration.milliseconds(20)
        var hasReported = false
        try await lock.keepAlive()
        while try await !lock.attempt() {
            if !hasReported { onWait(await lock.holder()) }
            hasReported = true
            guard ContinuousClock.now < deadline else { throw await lock.notObtained(limit) }
            do {
                try await Task.sleep(for: min(pause, deadline - .now))
            } catch {
                throw .wasCancelled
            }
            pause = min(pause * 2, .milliseconds(500))
        }
        return lock
    }

    /// Makes sure that the lock is still held, so that nobody else runs at the same time.
    func verify() async throws(MigrationError) {
        let isHeld: Bool
        do {
            let rows = try await connection.execute(
                """
                SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory'
                AND pid = pg_catalog.pg_backend_pid() AND objsubid = 1 AND granted
                AND (classid::bigint << 32 | objid::bigint) = \(Self.key))
                """)
            isHeld = try rows.decodeColumn(Bool.self, at: 0).first ?? false
        } catch {
            throw MigrationError.ledger(error, lostLock: true)
        }
        guard isHeld else {
            throw MigrationError(
                .lockLost, "the connection that holds the migration lock no longer does",
                hint: "Connect to the server itself: a pooler in transaction mode keeps no locks")
        }
    }

    /// Gives the lock back.
    ///
    /// Ending the connection would do so as well, only later.
    func release() async {
        _ = try? await connection.execute(
            "SELECT pg_catalog.pg_advisory_unlock(\(Self.key))")
    }

    private func attempt() async throws(MigrationError) -> Bool {
        do {
            let rows = try await connection.execute(
                "SELECT pg_catalog.pg_try_advisory_lock(\(Self.key))")
            return try rows.decodeColumn(Bool.self, at: 0).first ?? false
        } catch {
            throw MigrationError.ledger(error)
        }
    }

    /// Keeps the server from ending the connection while a long migration runs elsewhere.
    private func keepAlive() async throws(MigrationError) {
        guard connection.serverVersion >= 140_000 else { return }
        do {
            try await connection.executeOnce("SET idle_session_timeout = 0")
        } catch {
            throw MigrationError.ledger(error)
        }
    }

    /// Who holds the lock, for people to read.
    private func holder() async -> String? {
        let rows = try? await connection.execute(
            """
            SELECT 'process ' || l.pid || coalesce(' of ' || a.usename, '')
                || coalesce(' from ' || host(a.client_addr), '')
            FROM pg_catalog.pg_locks l
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
            AND l.database = (SELECT oid FROM pg_catalog.pg_database
                WHERE datname = pg_catalog.current_database())
            AND (l.classid::bigint << 32 | l.objid::bigint) = \(Self.key)
            """)
        return try? rows?.decodeColumn(String.self, at: 0).first
    }

    private func notObtained(_ limit: Duration) async -> MigrationError {
        let holder = await holder().map { " (\($0))" } ?? ""
        return MigrationError(
            .lockNotObtained,
            "another runner\(holder) has held the migration lock for \(limit.milliseconds) ms",
            hint: "Wait for it to end and try again")
    }
}
