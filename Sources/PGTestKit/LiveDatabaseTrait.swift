import PGCore
import PGWire
public import Testing

/// Gives every test it applies to a database of its own, or all tests of a suite one together.
public struct LiveDatabaseTrait: TestTrait, SuiteTrait, TestScoping {
    let template: DatabaseTemplate
    var isShared = false

    /// A suite passes the trait on to its tests, unless they share the database.
    public var isRecursive: Bool { !isShared }

    /// Makes the database, runs the test or the suite, and drops the database however that ended.
    ///
    /// - Throws: What the test throws, or what making the database throws.
    public func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // A suite has no case: only its tests get databases, unless they share the suite's.
        guard testCase != nil || isShared else { return try await function() }
        let database = try await TestServer.shared.makeDatabase(from: template)
        let bound = TestDatabase.Bound(
            database: database, pool: try ConnectionPool(.url(database.url)))
        do {
            try await TestDatabase.$bound.withValue(bound) {
                try await function()
            }
        } catch {
            await finish(bound)
            throw error
        }
        await finish(bound)
    }

    /// Not a child of the test's task, which a time limit may have cancelled.
    private func finish(_ bound: TestDatabase.Bound) async {
        await Task { await clean(bound) }.value
    }

    private func clean(_ bound: TestDatabase.Bound) async {
        // Dropping first ends even the sessions a failed test left open, which closing would wait for.
        do {
            try await TestServer.shared.drop(bound.database)
            await bound.pool.close()
            await bound.pools.close()
        } catch {
            Issue.record(error, "the test's database could not be dropped")
        }
    }
}

extension Trait where Self == LiveDatabaseTrait {
    /// An empty database for each test.
    public static var liveDatabase: LiveDatabaseTrait { LiveDatabaseTrait(template: .empty) }

    /// A copy of a template for each test.
    public static func liveDatabase(_ template: DatabaseTemplate) -> LiveDatabaseTrait {
        LiveDatabaseTrait(template: template)
    }

    /// One copy of a template for all tests of a suite, which run at once and must not change it.
    ///
    /// Copying a large template takes longer than most queries of it.
    public static func sharedDatabase(_ template: DatabaseTemplate) -> LiveDatabaseTrait {
        LiveDatabaseTrait(template: template, isShared: true)
    }
}
