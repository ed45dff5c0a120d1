public import PGCore
public import PGWire
import Synchronization

/// The database of one test.
///
/// It exists while the test runs.
///
/// ```swift
/// @Suite(.liveDatabase) struct UsersTests {
///     @Test func countsUsers() async throws {
///         let pool = try TestDatabase.pool
///         …
///     }
/// }
/// ```
public struct TestDatabase: Sendable {
    /// The database's name.
    public let name: String
    /// How to connect to it, for `ConnectionPool(.url(…))` or another program.
    public let url: String

    @TaskLocal static var bound: Bound?

    struct Bound: Sendable {
        let database: TestDatabase
        let pool: ConnectionPool
        /// What the test has made itself.
        let pools = TestPools()
    }

    /// The running test's database.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` when the test has no `.liveDatabase` trait.
    public static var current: TestDatabase {
        get throws(PGError) { try requireBound().database }
    }

    /// A pool on the running test's database, closed when the test ends.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` when the test has no `.liveDatabase` trait.
    public static var pool: ConnectionPool {
        get throws(PGError) { try requireBound().pool }
    }

    /// Makes another pool on the running test's database, closed when the test ends.
    ///
    /// ```swift
    /// let pool = try TestDatabase.makePool { $0.connection.observers = [recorder] }
    /// ```
    ///
    /// - Parameter change: Changes the pool's settings, which are the usual ones before.
    /// - Throws: `PGError.Code.invalidConfiguration` when the test has no `.liveDatabase` trait, or
    ///   when the settings are wrong.
    public static func makePool(
        _ change: (inout PoolConfiguration) -> Void = { _ in }
    ) throws(PGError) -> ConnectionPool {
        let bound = try requireBound()
        var configuration = PoolConfiguration()
        change(&configuration)
        let pool = try ConnectionPool(.url(bound.database.url), configuration: configuration)
        bound.pools.add(pool)
        return pool
    }

    private static func requireBound() throws(PGError) -> Bound {
        guard let bound else {
            throw PGError(
                .invalidConfiguration, "the test has no database",
                hint: "Add the trait .liveDatabase to the test or its suite")
        }
        return bound
    }

    /// Makes a connection to the test's database.
    ///
    /// The caller closes it.
    ///
    /// - Throws: As `Connection.connect` does.
    public func connect(
        configuration: ConnectionConfiguration = ConnectionConfiguration()
    ) async throws(PGError) -> Connection {
        try await Connection.connect(.url(url), configuration: configuration)
    }
}

/// The pools a test has made, to be closed when it ends.
final class TestPools: Sendable {
    private let pools = Mutex<[ConnectionPool]>([])

    func add(_ pool: ConnectionPool) { pools.withLock { $0.append(pool) } }

    func close() async {
        for pool in pools.withLock({ $0 }) { await pool.close() }
    }
}
