import ORM
import ORMTestSupport
import PGCore
import PGSchema
import Testing

/// A captain has a ship and a ship has a captain; no key may be NULL.
///
/// One of the keys is deferred. The same with a padlock and its opener, whose keys the server makes, and a key that can be
/// deferred.
@Suite("Circles of rows that a deferrable foreign key opens")
struct DeferrableTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private func sailors() -> (Captain, Ship) {
        let captain = Captain(name: "Ahab", ship: ToOne(id: "?"))
        let ship = Ship(name: "Pequod", captain: ToOne(captain))
        captain.ship = ToOne(ship)
        return (captain, ship)
    }

    private func locks() -> (Padlock, Opener) {
        let padlock = Padlock(label: "p", opener: ToOne(id: 0))
        let opener = Opener(label: "o", padlock: ToOne(padlock))
        padlock.opener = ToOne(opener)
        return (padlock, opener)
    }

    @Test func `a deferred key needs nothing but the order`() async throws {
        let (captain, ship) = sailors()
        session.add(ship)
        session.add(captain)

        #expect(
            try session.plan().explanation == """
                1. INSERT captains (name, ship_id) deferring captains_ship_id_fkey: 1 row
                1. INSERT ships (name, captain_id): 1 row
                """)
        #expect(try session.plan().statements == 2)
        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"INSERT INTO "captains" ("name", "ship_id") VALUES ($1, $2)"#,
                #"INSERT INTO "ships" ("name", "captain_id") VALUES ($1, $2)"#, "COMMIT",
            ])
        #expect(source.trips == [1, 2, 1])
        #expect(source.parameters[1] == ["Ahab", "Pequod"])
    }

    @Test func `rows around a deferred key are deleted without an update`() async throws {
        let (captain, ship) = sailors()
        session.add(captain)
        session.add(ship)
        try await session.commit()
        source.clear()
        session.delete(captain)
        session.delete(ship)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"DELETE FROM "ships" WHERE "name" = $1"#,
                #"DELETE FROM "captains" WHERE "name" = $1"#, "COMMIT",
            ])
    }

    @Test func `a key that can be deferred is, and is checked when all is written`() async throws {
        let (padlock, opener) = locks()
        session.add(padlock)

        #expect(
            try session.plan().explanation == """
                1. SET CONSTRAINTS padlocks_opener_id_fkey DEFERRED
                1. KEYS padlocks (id): 1 row
                1. KEYS openers (id): 1 row
                2. INSERT padlocks (id, label, opener_id) deferring padlocks_opener_id_fkey: 1 row
                2. INSERT openers (id, label, padlock_id): 1 row
                2. SET CONSTRAINTS padlocks_opener_id_fkey IMMEDIATE
                """)
        #expect(try session.plan().statements == 6)
        #expect(try session.plan().deferredConstraints == ["padlocks_opener_id_fkey"])
        try await session.flush()

        #expect(source.trips == [1, 3, 3])
        #expect(source.log[1] == #"SET CONSTRAINTS "padlocks_opener_id_fkey" DEFERRED"#)
        #expect(
            source.log.suffix(3) == [
                #"INSERT INTO "padlocks" ("id", "label", "opener_id") VALUES ($1, $2, $3)"#,
                #"INSERT INTO "openers" ("id", "label", "padlock_id") VALUES ($1, $2, $3)"#,
                #"SET CONSTRAINTS "padlocks_opener_id_fkey" IMMEDIATE"#,
            ])
        #expect(source.parameters.suffix(3) == [["1", "p", "2"], ["2", "o", "1"], []])
        #expect(padlock.id == 1)
        #expect(opener.id == 2)
        #expect(!session.isDirty)
    }

    @Test func `rows around such a key are deleted in one trip`() async throws {
        let (padlock, opener) = locks()
        session.add(padlock)
        try await session.commit()
        source.clear()
        session.delete(padlock)
        session.delete(opener)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"SET CONSTRAINTS "padlocks_opener_id_fkey" DEFERRED"#,
                #"DELETE FROM "openers" WHERE "id" = $1"#,
                #"DELETE FROM "padlocks" WHERE "id" = $1"#,
                #"SET CONSTRAINTS "padlocks_opener_id_fkey" IMMEDIATE"#, "COMMIT",
            ])
        #expect(source.trips == [1, 4, 1])
    }

    @Test func `many circles are as many statements as one`() async throws {
        session.add(contentsOf: (1...3).map { _ in locks().0 })

        try await session.flush()

        #expect(source.trips == [1, 3, 3])
    }

    @Test func `without a circle nothing is put off`() async throws {
        let (padlock, _) = locks()
        session.add(padlock)
        try await session.commit()
        source.clear()
        session.add(Padlock(label: "q", opener: padlock.opener))

        #expect(try session.plan().deferredConstraints.isEmpty)
        try await session.flush()

        #expect(source.trips == [1, 1])
    }

    @Test func `a sequence that may not be asked is said to be what is missing`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.contains("nextval(s)") else { return nil }
            return ScriptedRows(columns: ["id"], [[nil]])
        }
        session.add(locks().0)

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .dependencyCycle)
        #expect(
            error?.message
                == "rows of Padlock, Opener are referred to in a circle, and their keys cannot be "
                + "had before they are inserted")
        try await session.rollback()
        #expect(source.log.last == "ROLLBACK")
    }

    @Test func `a violation found when all is written names the property`() async throws {
        var server = ServerError(sqlState: .foreignKeyViolation, message: "violated")
        server.table = "padlocks"
        server.constraint = "padlocks_opener_id_fkey"
        server.detail = #"Key (opener_id)=(9) is not present in table "openers"."#
        source.fail("IMMEDIATE", with: PGError(server: server))
        session.add(locks().0)

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(
            error?.constraintViolation?.description
                == "Padlock.opener: foreignKey, (opener_id)=(9)")
    }
}
