import ORM
import ORMTestSupport
import PGCore
import QueryBuilder
import Testing

@Suite("Row locks")
struct LockTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private static let clauses: [(EntityQuery<User>, String)] = [
        (User.all.forUpdate(), #"FOR UPDATE OF "users""#),
        (User.all.forUpdate(.skipLocked), #"FOR UPDATE OF "users" SKIP LOCKED"#),
        (User.all.forNoKeyUpdate(.noWait), #"FOR NO KEY UPDATE OF "users" NOWAIT"#),
        (User.all.forShare(), #"FOR SHARE OF "users""#),
        (User.all.forKeyShare(.skipLocked), #"FOR KEY SHARE OF "users" SKIP LOCKED"#),
        (User.all.lock(.share, .noWait), #"FOR SHARE OF "users" NOWAIT"#),
    ]

    @Test(arguments: clauses.indices)
    func `a query says which lock`(index: Int) {
        let (query, clause) = Self.clauses[index]

        #expect(query.limit(1).sql.text.hasSuffix(" LIMIT $1 " + clause))
    }

    @Test func `counting locks nothing`() async throws {
        source.answer { (_) throws(PGError) in ScriptedRows(columns: ["count"], [["3"]]) }

        _ = try await session.count(User.where { $0.age > 3 }.forUpdate())

        #expect(source.log[1] == #"SELECT count(*) FROM "users" WHERE "users"."age" > $1"#)
    }

    @Test func `an instance is locked and read again by one statement`() async throws {
        let note = Note(title: "a")
        session.add(note)
        try await session.commit()
        source.clear()
        answer([["1", "theirs", nil, "5"]])

        try await session.lock(note, .noKeyUpdate, noWait: true)

        #expect(
            source.log == [
                "BEGIN",
                #"SELECT "notes"."id", "notes"."title", "notes"."rank", "notes"."version" "#
                    + #"FROM "notes" WHERE "notes"."id" = $1 "#
                    + #"FOR NO KEY UPDATE OF "notes" NOWAIT"#,
            ])
        #expect(note.title == "theirs")
        #expect(note.version == 5)
    }

    @Test func `several instances are locked in the order of their keys`() async throws {
        let notes = (1...2).map { Note(title: "\($0)") }
        session.add(contentsOf: notes)
        try await session.commit()
        source.clear()
        answer([["1", "a", nil, "1"], ["2", "b", nil, "1"]])

        try await session.lock(contentsOf: notes.reversed())

        #expect(
            source.log[1].hasSuffix(
                #"WHERE "notes"."id" = ANY($1) ORDER BY "notes"."id" FOR UPDATE OF "notes""#))
    }

    @Test func `a row that has gone is named`() async throws {
        let notes = (1...3).map { Note(title: "\($0)") }
        session.add(contentsOf: notes)
        try await session.commit()
        answer([["2", "b", nil, "1"]])

        let error = await #expect(throws: PGError.self) {
            try await session.lock(contentsOf: notes)
        }

        #expect(error?.code == .staleData)
        #expect(error?.message == "Note 1, Note 3: the row is not there any more")
        #expect(try await session.tryLock(notes[1]))
        #expect(try await !session.tryLock(notes[2]))
        #expect(source.log.last?.hasSuffix("SKIP LOCKED") == true)
    }

    @Test func `only instances with a row can be locked`() async throws {
        let error = await #expect(throws: PGError.self) {
            try await session.lock(Note(title: "a"))
        }

        #expect(error?.code == .wrongState)
        #expect(source.log.isEmpty)
    }

    @Test func `get with a lock asks the server`() async throws {
        let note = Note(title: "a")
        session.add(note)
        try await session.commit()
        answer([["1", "a", nil, "1"]])

        #expect(try await session.get(Note.self, 1, lock: .share) === note)
        #expect(source.log.last?.hasSuffix(#"FOR SHARE OF "notes""#) == true)
    }

    private func answer(_ rows: [[String?]]) {
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(columns: ["id", "title", "rank", "version"], rows)
        }
    }
}
