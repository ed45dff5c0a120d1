import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Versions on a server", .liveDatabase(.writes), .timeLimit(.minutes(1)))
struct LiveVersionTests {
    /// Runs the same for each way to have a version.
    private static let kinds: [any VersionedRow.Type] = [Note.self, Reading.self, Ticket.self]

    @Test(arguments: kinds.indices)
    func `a concurrent writer is noticed`(kind: Int) async throws {
        try await race(Self.kinds[kind])
    }

    private func race<E: VersionedRow>(_ type: E.Type) async throws {
        try await withRecordedSession { session, _ in
            let rows = (1...3).map { E(title: "\($0)", rank: nil) }
            session.add(contentsOf: rows)
            try await session.commit()
            try await change(E.tableName, "2")

            rows[0].title = "x"
            try await session.commit()
            rows[1].title = "x"
            let single = await #expect(throws: PGError.self) { try await session.commit() }
            #expect(single?.message.hasPrefix("\(E.self) 2 could not be updated") == true)
            #expect(single?.code == .staleData)
            try await session.rollback()

            for row in rows { row.title = "y" }
            let many = await #expect(throws: PGError.self) { try await session.commit() }
            #expect(many?.message.hasPrefix("\(E.self) 2 could not be updated") == true)
            try await session.rollback()
            #expect(rows.map(\.title) == ["x", "2", "3"])

            try await session.refresh(rows[1])
            #expect(rows[1].rank == 99)
            for row in rows { row.title = "z" }
            try await session.commit()
            for row in rows { row.title += "z" }
            try await session.commit()
        }
        #expect(
            try await committed("SELECT title FROM \(raw: E.tableName)") == ["zz", "zz", "zz"])
    }

    @Test(arguments: kinds.indices)
    func `a deletion notices a concurrent writer`(kind: Int) async throws {
        try await deletionRace(Self.kinds[kind])
    }

    private func deletionRace<E: VersionedRow>(_ type: E.Type) async throws {
        try await withRecordedSession { session, _ in
            let rows = (1...4).map { E(title: "\($0)", rank: nil) }
            session.add(contentsOf: rows)
            try await session.commit()
            try await change(E.tableName, "2")
            try await TestDatabase.pool.query("DELETE FROM \(raw: E.tableName) WHERE title = '3'")

            session.delete(rows[1])
            await #expect(throws: PGError.self) { try await session.commit() }
            try await session.rollback()
            for row in rows { session.delete(row) }
            let error = await #expect(throws: PGError.self) { try await session.commit() }
            #expect(
                error?.message.hasPrefix("\(E.self) 2, \(E.self) 3 could not be deleted") == true)
            try await session.rollback()

            try await session.refresh(rows[1])
            for row in [rows[0], rows[1], rows[3]] { session.delete(row) }
            try await session.commit()
        }
        #expect(try await committed("SELECT title FROM \(raw: E.tableName)").isEmpty)
    }

    @Test func `rows that were fetched are checked as well`() async throws {
        try await TestDatabase.pool.query("INSERT INTO tickets (title) VALUES ('a'), ('b')")
        try await withRecordedSession { session, _ in
            let tickets = try await session.fetch(Ticket.orderBy { $0.id.ascending })
            try await session.rollback()
            try await change("tickets", "a")
            tickets[0].title = "x"
            await #expect(throws: PGError.self) { try await session.commit() }
            try await session.rollback()

            let again = try await session.fetch(
                "SELECT xmin, * FROM tickets WHERE title = \("a")", as: Ticket.self)
            #expect(again.first === tickets[0])
            tickets[0].title = "x"
            try await session.commit()
        }
        #expect(try await committed("SELECT title FROM tickets ORDER BY 1") == ["b", "x"])
    }

    @Test func `a fetch leaves the version of a changed instance alone`() async throws {
        try await TestDatabase.pool.query("INSERT INTO notes (title) VALUES ('a')")
        try await TestDatabase.pool.query("INSERT INTO tickets (title) VALUES ('a')")
        let configuration = SessionConfiguration(autoflush: false)
        let session = Session(try TestDatabase.pool, configuration: configuration)
        let note = try #require(try await session.get(Note.self, 1))
        let ticket = try #require(try await session.get(Ticket.self, 1))
        try await session.rollback()
        try await change("notes", "a")
        try await change("tickets", "a")
        note.title = "mine"
        ticket.title = "mine"

        _ = try await session.fetch(Note.all)
        _ = try await session.fetch(Ticket.all)

        #expect(note.version == 1)
        let first = await #expect(throws: PGError.self) { try await session.commit() }
        #expect(first?.code == .staleData)
        try await session.rollback()
        ticket.title = "mine"
        let second = await #expect(throws: PGError.self) { try await session.commit() }
        #expect(second?.code == .staleData)
        await session.close()
    }

    @Test func `one of two sessions wins`() async throws {
        try await TestDatabase.pool.query("INSERT INTO notes (title, rank) VALUES ('a', 0)")
        let database = Database(try TestDatabase.pool)

        let wins = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let result: Int? = try? await database.withSession { session in
                        var wins = 0
                        while wins < 5 {
                            guard let note = try await session.get(Note.self, 1) else { return 0 }
                            note.rank = (note.rank ?? 0) + 1
                            do {
                                try await session.commit()
                                wins += 1
                            } catch let error as PGError where error.code == .staleData {
                                try await session.rollback()
                                try await session.refresh(note)
                            }
                        }
                        return wins
                    }
                    return result ?? 0
                }
            }
            return await group.reduce(0, +)
        }

        #expect(wins == 20)
        #expect(
            try await committed("SELECT rank || ' ' || version FROM notes") == ["20 21"])
    }

    @Test func `computed columns and times of update are known after every write`() async throws {
        try await withRecordedSession { session, _ in
            let products = (1...3).map { (n: Int) in Product(title: "\(n)", rank: n) }
            session.add(contentsOf: products)
            try await session.commit()
            #expect(products.map(\.double) == [2, 4, 6])
            let before = products[0].changedAt
            products[0].rank = 10
            try await session.commit()
            #expect(products[0].double == 20)
            #expect(products[0].changedAt > before)
            for product in products { product.rank = 5 }
            try await session.commit()
            try await session.updateAll(Product.where { $0.id == 2 }) { $0.set(\.rank, to: 8) }
            #expect(products.map(\.double) == [10, 16, 10])
            let copy = Product(title: "2", rank: 9)
            copy.id = 2
            #expect(try await session.upsert(copy, on: \.id).entity === products[1])
            #expect(products[1].double == 18)
            try await session.commit()
        }
    }

    /// Somebody else writes the row.
    private func change(_ table: String, _ title: String) async throws {
        try await write(99, to: title, in: table)
    }
}

/// Somebody else writes a row.
func write(_ rank: Int, to title: String, in table: String) async throws {
    let extra =
        switch table {
        case "notes": ", version = version + 1"
        case "readings": ", changed_at = clock_timestamp()"
        default: ""
        }
    try await TestDatabase.pool.query(
        "UPDATE \(raw: table) SET rank = \(rank)\(raw: extra) WHERE title = \(title)")
}

/// What the three entities with a version have in common.
protocol VersionedRow: Entity {
    var title: String { get set }
    var rank: Int? { get set }

    init(title: String, rank: Int?)
}

extension Note: VersionedRow {}
extension Reading: VersionedRow {}
extension Ticket: VersionedRow {}
