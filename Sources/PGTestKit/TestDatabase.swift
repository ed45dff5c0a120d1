public import PGCore
public import PGWire

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
