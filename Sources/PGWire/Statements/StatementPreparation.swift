/// Whether statements are prepared on the server, under names of their own.
///
/// A prepared statement is parsed once for each connection instead of each time it runs. It belongs
/// to one server process, which a pooler in transaction mode changes between transactions.
///
/// See "PREPARE" in the PostgreSQL manual, and `pool_mode` in PgBouncer's.
public enum StatementPreparation: Sendable, Hashable {
    /// Prepared, until a pooler turns out to be in the way; then parsed each time.
    ///
    /// The first transaction asks, in passing, whether there is a pooler. Statements that failed for
    /// it run again, which their callers do not notice.
    case automatic
    /// Always prepared, as with a pooler that follows prepared statements: PgBouncer from 1.21 with
    /// `max_prepared_statements`.
    case always
    /// Never prepared: parsed, bound and executed in one round trip each time.
    case never
}
