import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Violated constraints")
struct ViolationTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `a batch tells which instance violated`() async throws {
        fail(
            .uniqueViolation, table: "users", constraint: "users_email_key",
            detail: "Key (email)=(b@x.org) already exists.")
        session.add(contentsOf: ["a", "b", "c"].map { User(email: "\($0)@x.org", name: "N") })

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.row == 1)
        #expect(error?.column == "email")
        let violation = try #require(error?.constraintViolation)
        #expect(violation.kind == .unique)
        #expect(violation.properties == ["email"])
        #expect(violation.row == 1)
        #expect("\(violation)" == "User.email: unique, (email)=(b@x.org)")
    }

    @Test func `of two instances with one value the second is named`() async throws {
        fail(
            .uniqueViolation, table: "users", constraint: "users_email_key",
            detail: "Key (email)=(a@x.org) already exists.")
        session.add(contentsOf: ["a", "b", "a"].map { User(email: "\($0)@x.org", name: "N") })

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.constraintViolation?.row == 2)
    }

    @Test func `several columns are compared together`() async throws {
        fail(
            .exclusionViolation, table: "notes", constraint: "notes_excl",
            detail: "Key (title, rank)=(b, 2) conflicts with existing key (title, rank)=(x, 3).")
        session.add(contentsOf: [Note(title: "a", rank: 2), Note(title: "b", rank: 2)])

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        let violation = try #require(error?.constraintViolation)
        #expect(violation.kind == .exclusion)
        #expect(violation.properties == ["title", "rank"])
        #expect(violation.key == "(title, rank)=(b, 2)")
        #expect(violation.row == 1)
    }

    @Test func `a deletion that a referring row forbids names the entity`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.commit()
        fail(
            .foreignKeyViolation, table: "posts", constraint: "posts_author_id_fkey",
            detail: #"Key (id)=(1) is still referenced from table "posts"."#)
        session.delete(user)

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.constraintViolation?.kind == .foreignKey)
        #expect(error?.constraintViolation?.entity == "User")
        #expect(error?.constraintViolation?.key == "(id)=(1)")
    }

    private func fail(
        _ state: SQLState, table: String, constraint: String, detail: String
    ) {
        var server = ServerError(sqlState: state, message: "violated")
        server.table = table
        server.constraint = constraint
        server.detail = detail
        let error = PGError(server: server)
        source.answer { (statement) throws(PGError) in
            if statement.text == "BEGIN" || statement.text.hasPrefix("COMMIT") { return nil }
            throw error
        }
    }
}
