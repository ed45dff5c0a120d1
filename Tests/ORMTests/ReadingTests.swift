import ORM
import ORMTestSupport
import PGCore
import QueryBuilder
import Testing

@Suite("Streams, pages and single entities")
struct ReadingTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `a stream reads chunk by chunk and lets go of each`() async throws {
        answerChunks([[1, 2], [3, 4], [5]])
        var titles: [String] = []
        var first: Note?
        for try await note in session.stream(Note.all, chunk: 2) {
            if note.id == 1 { first = note }
            if note.id == 2 { note.title = "changed" }
            titles.append(note.title)
            if note.id == 3 { #expect(first.map { session.state(of: $0) } == .detached) }
        }

        #expect(titles == ["1", "changed", "3", "4", "5"])
        #expect(
            source.log == [
                "BEGIN",
                #"DECLARE strata_stream_1 NO SCROLL CURSOR FOR SELECT "notes"."id", "#
                    + #""notes"."title", "notes"."rank", "notes"."version" FROM "notes""#,
                "FETCH FORWARD 2 FROM strata_stream_1",
                #"UPDATE "notes" SET "title" = $1, "version" = "version" + 1 "#
                    + #"WHERE "id" = $2 AND "version" = $3 RETURNING "version""#,
                "FETCH FORWARD 2 FROM strata_stream_1",
                "FETCH FORWARD 2 FROM strata_stream_1",
                "CLOSE strata_stream_1",
            ])
    }

    @Test func `a stream that is left reads no more`() async throws {
        answerChunks([[1, 2], [3, 4]])
        for try await note in session.stream(Note.all, chunk: 2) where note.id == 1 { break }

        #expect(source.log.count == 3)
        try await session.commit()
        #expect(source.leased == 0)
    }

    @Test func `instances the session knew stay`() async throws {
        let known = Note(title: "1")
        session.add(known)
        try await session.commit()
        answerChunks([[1, 2], [3]])
        for try await note in session.stream(Note.all, chunk: 2) {
            #expect((note === known) == (note.id == 1))
        }

        #expect(session.state(of: known) == .persistent)
        #expect(try await session.get(Note.self, 1) === known)
    }

    @Test func `snapshots never enter the session`() async throws {
        answerChunks([[1, 2], []])
        var titles: [String] = []
        for try await note in session.streamSnapshots(of: Note.all, chunk: 2) {
            titles.append(note.title)
        }
        _ = try await session.get(Note.self, 1)

        #expect(titles == ["1", "2"])
        #expect(source.log.last?.hasPrefix("SELECT") == true)
    }

    @Test func `an empty stream ends at once`() async throws {
        answerChunks([])
        for try await _ in session.stream(Note.all) { Issue.record("nothing to read") }

        #expect(
            source.log.suffix(2) == [
                "FETCH FORWARD 1000 FROM strata_stream_1", "CLOSE strata_stream_1",
            ])
    }

    @Test func `a page asks for one more and says where the next begins`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            let rows = [1, 2, 3].map { ["\($0)", "t", nil, "1", "{\"\($0)\"}"] as [String?] }
            return ScriptedRows(columns: ["id", "title", "rank", "version", "places"], rows)
        }
        let query = Note.orderBy { $0.id.ascending }
        let page = try await session.page(query, size: 2)
        let next = try #require(page.next)
        let more = try await session.page(query, size: 2, at: .after(next))

        #expect(page.entities.map(\.id) == [1, 2])
        #expect(page.previous == nil)
        #expect(more.previous != nil)
        #expect(
            source.log[1]
                == #"SELECT "notes"."id", "notes"."title", "notes"."rank", "notes"."version", "#
                + #"ARRAY["notes"."id"::text] FROM "notes" ORDER BY "notes"."id" ASC LIMIT $1"#)
        #expect(source.log[2].contains(#"WHERE "notes"."id" > $1::text::bigint"#))
        let error = await #expect(throws: PGError.self) {
            _ = try await session.page(Note.all, size: 2)
        }
        #expect(error?.code == .notPageable)
    }

    @Test func `one entity is wanted`() async throws {
        let found = CallCounter()
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            let rows = (0..<found.next() - 1).map { ["\($0)", "t", nil, "1"] as [String?] }
            return ScriptedRows(columns: ["id", "title", "rank", "version"], rows)
        }
        let none = await #expect(throws: PGError.self) { _ = try await session.one(Note.all) }
        #expect(none?.code == .notFound)
        #expect(try await session.one(Note.all).id == 0)
        let several = await #expect(throws: PGError.self) { _ = try await session.one(Note.all) }
        #expect(several?.code == .rowCountMismatch)
        #expect(source.log.last?.hasSuffix("LIMIT $1") == true)
    }

    @Test func `a key that has to be there`() async throws {
        let error = await #expect(throws: PGError.self) {
            _ = try await session.require(Note.self, 7)
        }

        #expect(error?.code == .notFound)
        #expect(error?.message == "there is no Note 7")
    }

    private func answerChunks(_ chunks: [[Int]]) {
        let next = CallCounter()
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("FETCH") else { return nil }
            let number = next.next() - 1
            let ids = number < chunks.count ? chunks[number] : []
            return ScriptedRows(
                columns: ["id", "title", "rank", "version"],
                ids.map { ["\($0)", "\($0)", nil, "1"] })
        }
    }
}
