public import PGWire

/// A unit of work: instances with identity, their changes, and one transaction at a time.
///
/// ```swift
/// try await database.withSession { session in
///     let user = User(email: "a@x.org", name: "A")
///     session.add(user)
///     try await session.commit()                 // INSERT … RETURNING id
///     user.name = "B"
///     try await session.commit()                 // UPDATE users SET name = $1 WHERE id = $2
/// }
/// ```
///
/// **Identity.** A row is one instance. A fetch that meets a row the session knows returns the known
/// instance: brought up to date with the row when it has no changes of its own, left alone when it
/// has. An instance that somebody holds, or that has something to be written, stays in the session;
/// others are let go of when there are many, so that a long session does not grow.
///
/// **Transaction.** The first statement takes a connection and begins (or the first that needs to: see
/// ``TransactionStart``); `commit` and `rollback` end
/// the transaction and give the connection back. Reads flush first, so that they see what was added.
///
/// **One task.** A session is not `Sendable` and its methods run where they are called, without a
/// hop. Using it from two tasks does not compile; where the compiler cannot see it, the second call
/// throws `PGError.Code.concurrentUse`.
///
/// **No hidden I/O.** Reading a property never asks the server. A relationship that is not loaded
/// throws when read.
public final class Session: SessionCore<PoolSource> {
    /// Makes a session over a pool.
    ///
    /// Prefer `Database.withSession`, which ends it as well.
    public convenience init(
        _ pool: ConnectionPool, configuration: SessionConfiguration = SessionConfiguration()
    ) {
        self.init(PoolSource(pool), configuration: configuration)
    }
}
