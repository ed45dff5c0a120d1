import Foundation
import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Versions of rows")
struct VersionTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `an integer counts up and is checked`() async throws {
        let note = try await committed(Note(title: "a"))
        #expect(note.version == 1)
        note.title = "b"

        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "notes" SET "title" = $1, "version" = "version" + 1 "#
                + #"WHERE "id" = $2 AND "version" = $3 RETURNING "version""#)
        #expect(source.parameters[1] == ["b", "1", "1"])
        #expect(note.version == 2)
        #expect(!session.isDirty)
    }

    @Test func `a timestamp is set by the server's clock`() async throws {
        let reading = try await committed(Reading(title: "a"))
        reading.rank = 5

        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "readings" SET "rank" = $1, "changed_at" = clock_timestamp() "#
                + #"WHERE "id" = $2 AND "changed_at" = $3 RETURNING "changed_at""#)
        #expect(reading.changedAt == Date(timeIntervalSince1970: 1_767_312_000))
    }

    @Test func `the system's version needs no column`() async throws {
        let ticket = Ticket(title: "a")
        session.add(ticket)
        try await session.commit()
        #expect(
            source.log[1]
                == #"INSERT INTO "tickets" ("title", "rank") VALUES ($1, $2) RETURNING "id", xmin"#)
        source.clear()
        for title in ["b", "c"] {
            ticket.title = title
            try await session.flush()
        }

        #expect(
            source.log[1]
                == #"UPDATE "tickets" SET "title" = $1 WHERE "id" = $2 AND xmin = $3 RETURNING xmin"#
        )
        #expect(source.parameters[1] == ["b", "1", "701"])
        #expect(source.parameters[2] == ["c", "1", "702"])
    }

    @Test func `the system's version is read with the columns`() {
        #expect(
            Ticket.all.sql.text
                == #"SELECT "tickets"."id", "tickets"."title", "tickets"."rank", "tickets"."xmin" "#
                + #"FROM "tickets""#)
        #expect(!Note.all.sql.text.contains("xmin"))
    }

    @Test func `many rows are checked in one statement`() async throws {
        let notes = (1...2).map { Note(title: "\($0)") }
        session.add(contentsOf: notes)
        try await session.commit()
        source.clear()
        for note in notes { note.title += "!" }

        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "notes" AS t SET "title" = v.c1, "version" = t."version" + 1 "#
                + #"FROM unnest($1::bigint[], $2::text[], $3::bigint[]) WITH ORDINALITY "#
                + #"AS v(k, c1, o, n) WHERE t."id" = v.k AND t."version" = v.o "#
                + #"RETURNING v.n, t."version""#)
        #expect(
            source.parameters[1] == [#"{"1","2"}"#, #"{"1!","2!"}"#, #"{"1","1"}"#])
        #expect(notes.map(\.version) == [2, 2])
    }

    @Test func `many rows are checked by the system's version`() async throws {
        let tickets = (1...2).map { Ticket(title: "\($0)") }
        session.add(contentsOf: tickets)
        try await session.commit()
        source.clear()
        for ticket in tickets { ticket.title += "!" }

        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "tickets" AS t SET "title" = v.c1 "#
                + #"FROM unnest($1::bigint[], $2::text[], $3::xid[]) WITH ORDINALITY "#
                + #"AS v(k, c1, o, n) WHERE t."id" = v.k AND t.xmin = v.o RETURNING v.n, t.xmin"#)
        #expect(source.parameters[1][2] == #"{"701","701"}"#)
    }

    @Test func `a deletion checks the version`() async throws {
        let notes = (1...3).map { Note(title: "\($0)") }
        session.add(contentsOf: notes)
        try await session.commit()
        source.clear()
        session.delete(notes[0])
        try await session.flush()
        session.delete(notes[1])
        session.delete(notes[2])
        try await session.flush()

        #expect(
            Array(source.log.dropFirst()) == [
                #"DELETE FROM "notes" WHERE "id" = $1 AND "version" = $2"#,
                #"DELETE FROM "notes" AS t USING unnest($1::bigint[], $2::bigint[]) "#
                    + #"WITH ORDINALITY AS v(k, o, n) WHERE t."id" = v.k AND t."version" = v.o "#
                    + #"RETURNING v.n"#,
            ])
    }

    @Test func `a lost race names the instance`() async throws {
        let note = try await committed(Note(title: "a"))
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("UPDATE") ? ScriptedRows(columns: ["version"]) : nil
        }
        note.title = "b"

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .staleData)
        #expect(
            error?.message
                == "Note 1 could not be updated: the row was changed or deleted since it was read")
    }

    @Test(arguments: [true, false])
    func `a lost race in a batch names every instance that lost`(deletes: Bool) async throws {
        let notes = (1...5).map { Note(title: "\($0)") }
        session.add(contentsOf: notes)
        try await session.commit()
        source.answer { (statement) throws(PGError) in
            guard !statement.text.hasPrefix("INSERT"), statement.text.contains("unnest") else {
                return nil
            }
            return ScriptedRows(columns: ["n", "version"], [["5", "2"], ["2", "2"]])
        }
        for note in notes {
            note.title = "x"
            if deletes { session.delete(note) }
        }

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.message.hasPrefix("Note 1, Note 3, Note 4 could not be ") == true)
        #expect(notes.map(\.version) == [1, 1, 1, 1, 1])
    }

    @Test func `a rollback restores the version`() async throws {
        let note = try await committed(Note(title: "a"))
        let ticket = try await committed(Ticket(title: "a"))
        note.title = "b"
        ticket.title = "b"
        try await session.flush()
        #expect(note.version == 2)

        try await session.rollback()
        ticket.title = "c"
        source.clear()
        try await session.flush()

        #expect(note.version == 1)
        #expect(source.parameters[1] == ["c", "2", "701"])
    }

    @Test func `a rolled back savepoint restores the version it began with`() async throws {
        struct Stop: Error {}
        let note = try await committed(Note(title: "a"))
        note.title = "b"
        await #expect(throws: Stop.self) {
            try await session.withSavepoint {
                note.version = 7
                note.title = "c"
                source.answer { (statement) throws(PGError) in
                    statement.text.hasPrefix("UPDATE")
                        ? ScriptedRows(columns: ["version"], [["8"]]) : nil
                }
                try await session.flush()
                #expect(note.version == 8)
                throw Stop()
            }
        }

        #expect(note.version == 2)
        #expect(note.title == "b")
    }

    @Test func `the version a client saw can be set and is checked`() async throws {
        let note = try await committed(Note(title: "a"))
        note.version = 41

        #expect(!session.isDirty)
        #expect(session.changedProperties(of: note).isEmpty)
        note.title = "b"
        try await session.flush()

        #expect(source.parameters[1] == ["b", "1", "41"])
    }

    @Test func `an instance from elsewhere is deleted by the version it brings`() async throws {
        let note = try await committed(Note(title: "a"))
        let other = SessionCore(source)
        source.clear()
        other.delete(note)

        try await other.flush()

        #expect(source.parameters[1] == ["1", "1"])
    }

    @Test func `an instance from elsewhere has no system version to check`() async throws {
        let ticket = try await committed(Ticket(title: "a"))
        let other = SessionCore(source)
        source.clear()
        other.delete(ticket)

        try await other.flush()

        #expect(source.log[1] == #"DELETE FROM "tickets" WHERE "id" = $1"#)
    }

    @Test func `a plan tells that the version comes back`() async throws {
        let note = try await committed(Note(title: "a"))
        note.title = "b"

        #expect(
            try session.plan().description
                == "UPDATE notes (title) returning version: 1 row")
    }

    @Test func `raw SQL has to select the system's version`() async throws {
        source.answer { (statement) throws(PGError) in
            ScriptedRows(columns: ["id", "title", "rank"], [["1", "a", nil]])
        }

        let error = await #expect(throws: PGError.self) {
            _ = try await session.fetch("SELECT * FROM tickets", as: Ticket.self)
        }

        #expect(error?.code == .columnNotFound)
        #expect(error?.message == "the result has no column xmin, which Ticket needs")
    }

    @Test func `columns that the server makes come back with every update`() async throws {
        let products = (1...2).map { Product(title: "\($0)", rank: 1) }
        session.add(contentsOf: products)
        try await session.commit()
        source.clear()
        products[0].rank = 7
        try await session.flush()
        for product in products { product.title += "!" }
        try await session.flush()

        #expect(
            Array(source.log.dropFirst()) == [
                #"UPDATE "products" SET "rank" = $1, "changed_at" = now() WHERE "id" = $2 "#
                    + #"RETURNING "changed_at", "double""#,
                #"UPDATE "products" AS t SET "title" = v.c1, "changed_at" = now() "#
                    + #"FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS v(k, c1, n) "#
                    + #"WHERE t."id" = v.k RETURNING v.n, t."changed_at", t."double""#,
            ])
        #expect(products.map(\.double) == [14, 14])
        #expect(!session.isDirty)
    }

    @Test func `a time of update that was set stays`() async throws {
        let product = try await committed(Product(title: "a"))
        product.changedAt = Date(timeIntervalSince1970: 0)

        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "products" SET "changed_at" = $1 WHERE "id" = $2 RETURNING "double""#)
    }

    private func committed<E: Entity>(_ entity: E) async throws -> E {
        session.add(entity)
        try await session.commit()
        source.clear()
        return entity
    }
}
