import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Synchronization

let schema = Schema(Comment.self, User.self, Post.self, Category.self, Country.self)

extension DatabaseTemplate {
    /// The tables of the hand-written entities.
    static let entities = DatabaseTemplate("orm_entities", (try? schema.createStatements()) ?? [])

    /// The same with those of the entities that have a version or are marked as deleted.
    static let writes = DatabaseTemplate(
        "orm_writes",
        (try? Schema(
            Comment.self, User.self, Post.self, Category.self, Country.self, Note.self,
            Reading.self, Ticket.self, Document.self, Product.self
        ).createStatements()) ?? [])
}

/// A pool's connections, with a record of what was sent on them.
final class RecordingSource: SessionSource {
    private let base: PoolSource
    private struct Record {
        var log: [String] = []
        var trips: [Int] = []
        var parameters: [[String]] = []
    }

    private let recorded = Mutex(Record())

    init(_ pool: ConnectionPool) {
        base = PoolSource(pool)
    }

    var log: [String] { recorded.withLock { $0.log } }
    /// How many statements each round trip carried.
    var trips: [Int] { recorded.withLock { $0.trips } }
    /// The parameters of each statement in their text representation.
    var parameters: [[String]] { recorded.withLock { $0.parameters } }

    /// The statements, round trip by round trip.
    var sent: [[String]] {
        recorded.withLock { record in
            var rest = record.log[...]
            return record.trips.map { count in
                defer { rest = rest.dropFirst(count) }
                return Array(rest.prefix(count))
            }
        }
    }

    func clear() {
        recorded.withLock { $0 = Record() }
    }

    func record(_ statements: SQLStatement...) {
        record(trip: statements)
    }

    func record(trip statements: [SQLStatement]) {
        recorded.withLock { record in
            record.log += statements.map(\.text)
            record.trips.append(statements.count)
            record.parameters += statements.map { $0.parameters.map(\.textRepresentation) }
        }
    }

    func lease() async throws(PGError) -> RecordingConnection {
        RecordingConnection(base: try await base.lease(), source: self)
    }

    func release(_ connection: RecordingConnection) async {
        await base.release(connection.base)
    }

    func copying(on connection: RecordingConnection) -> PGWire.Connection? {
        record("COPY")
        return base.copying(on: connection.base)
    }

    func begin(
        _ statement: SQLStatement, on connection: RecordingConnection
    ) async throws(PGError) {
        record(statement)
        try await base.begin(statement, on: connection.base)
    }

    func control(
        _ statement: SQLStatement, on connection: RecordingConnection
    ) async throws(PGError) {
        record(statement)
        try await base.control(statement, on: connection.base)
    }

    func executeAll(
        _ statements: [SQLStatement], on connection: RecordingConnection
    ) async throws(PGError) -> [PGWire.Rows] {
        record(trip: statements)
        return try await base.executeAll(statements, on: connection.base)
    }
}

struct RecordingConnection: StatementExecutor, Sendable {
    let base: PGWire.Connection
    let source: RecordingSource

    func execute(_ statement: SQLStatement) async throws(PGError) -> PGWire.Rows {
        source.record(statement)
        return try await base.execute(statement)
    }
}

typealias RecordingSession = SessionCore<RecordingSource>

/// A session that records what it sends, closed after `body`.
func withRecordedSession(
    _ body: (RecordingSession, RecordingSource) async throws -> Void
) async throws {
    let source = RecordingSource(try TestDatabase.pool)
    let session = RecordingSession(source)
    do {
        try await body(session, source)
        await session.close()
    } catch {
        await session.close()
        throw error
    }
}

/// What a statement returns outside of any session.
func committed(_ statement: SQLStatement) async throws -> [String] {
    try await TestDatabase.pool.query(statement).decode(String.self)
}
