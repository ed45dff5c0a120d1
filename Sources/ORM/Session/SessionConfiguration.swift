public import PGWire

/// How a session behaves.
public struct SessionConfiguration: Sendable {
    /// Whether pending changes are flushed before every read, so that the read sees them.
    ///
    /// It applies to `fetch`, `count`, `execute`, `load` and to a `get` that has to ask the server;
    /// never to `refresh`.
    public var autoflush: Bool

    /// The isolation level of the session's transactions, or `nil` for the server's default.
    public var isolation: IsolationLevel?

    /// Whether the session's transactions may write, or `nil` for the server's default.
    public var access: AccessMode?

    /// Whether a serializable, read-only transaction waits for a snapshot with which it can neither
    /// fail nor make others fail.
    public var isDeferrable = false

    /// When the session's transactions begin.
    public var begins = TransactionStart.withFirstStatement

    /// What a session that only reads has to see of a `Cluster`: everything written before.
    ///
    /// `nil` lets it see a state that is a little old.
    public var readsAfter: WALPosition?

    /// The schema (namespace) that tables without one of their own are looked for first, or `nil` for
    /// the connection's search path alone.
    ///
    /// It is how each tenant of a program has tables of its own: the same entities, another schema
    /// for each session. A table that the schema does not have is looked for where the connection
    /// would look, so that tables shared by all tenants may stay in `public`. It holds for the
    /// session's transactions only, never for the connection.
    public var schema: String?

    /// The largest number of rows one flush statement carries.
    public var maximumBatch: Int

    /// From how many rows on ``SessionCore/insertAll(_:fileID:line:)`` sends a COPY, instead of an
    /// INSERT from arrays.
    ///
    /// COPY takes two more round trips, and the server a third less work for each row. It ignores
    /// rules, and is refused for tables with row-level security that holds for the user: with
    /// `Int.max` there is none.
    public var copyThreshold = 4_000

    /// Conditions on what is found: see ``SessionFilters``.
    public var filters = SessionFilters()

    /// What runs when something happens: see ``SessionHooks``.
    public var hooks = SessionHooks()

    /// What is done about lines that ask again and again for one instance at a time.
    public var nPlusOne = NPlusOnePolicy.off

    /// How long the session keeps instances.
    public var identity: IdentityPolicy

    /// Whether statements that need no transaction are sent without one.
    ///
    /// A level other than READ COMMITTED holds for all statements of a session together, and so does
    /// a schema.
    var sparesTransactions: Bool {
        begins == .whenNeeded && isolation == nil && !isDeferrable && schema == nil
    }

    /// Makes a configuration.
    public init(
        autoflush: Bool = true, isolation: IsolationLevel? = nil, access: AccessMode? = nil,
        schema: String? = nil, maximumBatch: Int = 10_000, identity: IdentityPolicy = .sweep
    ) {
        self.autoflush = autoflush
        self.isolation = isolation
        self.access = access
        self.schema = schema
        self.maximumBatch = max(1, maximumBatch)
        self.identity = identity
    }
}

/// When the transactions of a session begin.
public enum TransactionStart: Sendable, Hashable {
    /// With the first statement of any kind.
    case withFirstStatement
    /// With the first statement that needs one, which spares the server two statements of three where
    /// a session only asks, or only writes one row.
    ///
    /// Two things are done without: questions of the session's own that lock no rows, as long as
    /// nothing was written; and a commit that has one row to write, after nothing but such questions:
    /// that statement is a transaction by itself. Whatever else is sent, SQL of one's own included,
    /// begins a transaction first. So do a session with an isolation level, an access mode for what it
    /// writes, or a schema of its own, one that is deferrable, and one in a sandbox.
    ///
    /// A statement that goes by itself shares a connection of the pool with others': the session borrows
    /// none for it. (Of a `Cluster` it does, so as to stay on one server.)
    ///
    /// At READ COMMITTED, the isolation that servers have unless they are told otherwise, questions
    /// find the same either way: there each statement sees what is committed when it runs. Choose
    /// ``withFirstStatement`` where the server's default level is higher, and where questions have
    /// side effects that a rollback has to undo.
    ///
    /// When such a commit fails, everything is rolled back already, in the database and in the
    /// instances, as when the server refuses a COMMIT. When its statement was cancelled or its
    /// connection lost meanwhile, or its answer cannot be read, the row may be written:
    /// `PGError.execution` says so.
    case whenNeeded
}

/// How long a session keeps the instances that it knows.
public enum IdentityPolicy: Sendable, Hashable {
    /// Until nobody can tell the difference.
    ///
    /// An instance that is unchanged, that nothing outside the session refers to, and that no
    /// instance in use leads to, is let go: after a commit, and when many rows have come in since the last
    /// time. A later fetch makes a new instance from the row. So a session can read a table of any
    /// size in pages.
    case sweep
    /// Until the session ends, or the instance is expunged.
    case strong
}
