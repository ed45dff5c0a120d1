import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

extension DatabaseTemplate {
    /// The tables of rows whose keys the program gives.
    static let coded = DatabaseTemplate(
        "orm_coded", (try? Schema(Whole.self, Piece.self).createStatements()) ?? [])
}

@Suite("Keys that the program gives and changes", .liveDatabase(.coded), .timeLimit(.minutes(1)))
struct NaturalKeyCaseTests {
    private static let setCode = #"UPDATE "wholes" SET "code" = $1 WHERE "code" = $2"#

    private func rows() async throws -> [String] {
        try await committed("SELECT code || '<' || coalesce(up_code, '-') FROM wholes ORDER BY 1")
    }

    private func pieces() async throws -> [String] {
        try await committed("SELECT whole_code || number || name FROM pieces ORDER BY 1")
    }

    private func withSaved(
        _ entities: [Whole],
        _ body: (RecordingSession, RecordingSource) async throws -> Void
    ) async throws {
        try await withRecordedSession { session, source in
            session.add(contentsOf: entities)
            try await session.commit()
            source.clear()
            try await body(session, source)
        }
    }

    // MARK: One row

    @Test func `a changed key is known under the new one, and not under the old`() async throws {
        let jack = Whole("jack")
        try await withSaved([jack]) { session, source in
            jack.code = "ed"
            try await session.flush()
            #expect(source.sent == [["BEGIN"], [Self.setCode]])
            source.clear()

            #expect(try await session.get(Whole.self, "ed") === jack)
            #expect(source.log.isEmpty)
            #expect(try await session.get(Whole.self, "jack") == nil)
            #expect(source.trips == [1])
        }
    }

    @Test func `a key that changed behind the session's back is not found again`() async throws {
        let jack = Whole("jack", name: "j")
        try await withSaved([jack]) { session, _ in
            _ = try await session.execute("UPDATE wholes SET code = 'ed'")
            try session.expire(jack)
            let error = await #expect(throws: PGError.self) { try await session.refresh(jack) }

            #expect(error?.code == .staleData)
            session.expunge(jack)
            #expect(try await session.get(Whole.self, "jack") == nil)
            #expect(try await session.get(Whole.self, "ed")?.name == "j")
        }
    }

    @Test func `an expired row's key can be changed`() async throws {
        let jack = Whole("jack", name: "j")
        try await withSaved([jack]) { session, source in
            try session.expire(jack)
            jack.code = "ed"
            try await session.commit()

            #expect(source.sent == [["BEGIN"], [Self.setCode], ["COMMIT"]])
            #expect(source.parameters[1] == ["ed", "jack"])
        }
        #expect(try await rows() == ["ed<-"])
    }

    // MARK: What refers to it

    @Test func `what refers to a changed key follows, and nothing is sent for it`() async throws {
        let top = Whole("top")
        let loaded = Whole("loaded", up: top)
        try await withSaved([top, loaded, Whole("other", up: top)]) { session, _ in
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let all = try await session.fetch(Whole.orderBy { $0.code })
            let (loaded, other, top) = (all[0], all[1], all[2])
            try await session.load(\.up, of: loaded)
            #expect(other.up?.isLoaded == false)
            source.clear()
            top.code = "new"
            try await session.flush()

            #expect(source.sent == [[Self.setCode]])
            #expect(try loaded.up?.value === top)
            #expect(other.up?.id == "new")
            #expect(!session.isDirty)
            try await session.flush()
            try await session.commit()
            #expect(source.trips == [1, 1])
        }
        #expect(try await rows() == ["loaded<new", "new<-", "other<new"])
    }

    @Test func `what refers to it can change in the same flush`() async throws {
        let (top, other) = (Whole("top"), Whole("z"))
        let (stays, moves) = (Whole("a", up: top), Whole("b", up: other))
        try await withSaved([top, other, stays, moves]) { session, source in
            top.code = "new"
            stays.name = "changed"
            moves.up = ToOne(top)
            try await session.commit()

            #expect(source.log.filter { $0.contains(#""up_code""#) }.count == 1)
            #expect(!session.isDirty)
        }
        #expect(try await rows() == ["a<new", "b<new", "new<-", "z<-"])
        #expect(try await committed("SELECT name FROM wholes WHERE code = 'a'") == ["changed"])
    }

    @Test func `a row that refers to itself follows itself`() async throws {
        let own = Whole("own")
        try await withSaved([own]) { session, source in
            own.up = ToOne(own)
            try await session.commit()
            source.clear()
            own.code = "new"
            try await session.commit()

            #expect(source.sent == [["BEGIN"], [Self.setCode], ["COMMIT"]])
            #expect(!session.isDirty)
        }
        #expect(try await rows() == ["new<new"])
    }

    @Test func `a rollback gives all of them the old key`() async throws {
        let top = Whole("top")
        let below = Whole("below", up: top)
        let piece = Piece(1, of: top)
        try await withSaved([top, below]) { session, _ in
            session.add(piece)
            try await session.commit()
            top.code = "new"
            try await session.flush()
            #expect(below.up?.id == "new")
            try await session.rollback()

            #expect(top.code == "top")
            #expect(below.up?.id == "top")
            #expect(try await session.get(Whole.self, "top") === top)
            #expect(try await session.get(Piece.self, .init(whole: "top", number: 1)) === piece)
            #expect(!session.isDirty)
        }
        #expect(try await rows() == ["below<top", "top<-"])
    }

    // MARK: Keys that are part of others

    @Test func `a key that is part of another takes it along`() async throws {
        let whole = Whole("w")
        try await withSaved([whole]) { session, source in
            let pieces = (1...3).map { Piece($0, of: whole) }
            session.add(contentsOf: pieces)
            try await session.commit()
            source.clear()
            whole.code = "v"
            pieces[1].name = "changed"
            pieces[2].number = 9
            try await session.commit()

            #expect(source.log.filter { $0.hasPrefix("UPDATE") }.count == 3)
            #expect(!source.log.contains { $0.contains(#"SET "whole_code""#) })
            #expect(try await session.get(Piece.self, .init(whole: "v", number: 9)) === pieces[2])
            source.clear()
            session.delete(pieces[0])
            try await session.commit()
            #expect(source.parameters[1] == ["v", "1"])
        }
        #expect(try await pieces() == ["v2changed", "v9"])
    }

    @Test func `a piece moves to another whole`() async throws {
        let (a, b) = (Whole("a"), Whole("b"))
        try await withSaved([a, b]) { session, source in
            let piece = Piece(1, of: a)
            session.add(piece)
            try await session.commit()
            source.clear()
            piece.whole = ToOne(b)
            try await session.commit()

            #expect(
                source.log[1] == #"UPDATE "pieces" SET "whole_code" = $1 "#
                    + #"WHERE "whole_code" = $2 AND "number" = $3"#)
            #expect(try await session.get(Piece.self, .init(whole: "b", number: 1)) === piece)
        }
        #expect(try await pieces() == ["b1"])
    }

    // MARK: Keys that change hands

    @Test(arguments: [false, true])
    func `a key is taken by one row when another has left it`(_ isReversed: Bool) async throws {
        let rows = ["1", "2", "3"].map { Whole($0, name: $0) }
        try await withSaved(isReversed ? rows.reversed() : rows) { session, source in
            rows[2].code = "4"
            rows[1].code = "3"
            rows[0].code = "2"
            try await session.commit()

            let updates = source.log.indices.filter { source.log[$0].hasPrefix("UPDATE") }
            #expect(
                updates.map { source.parameters[$0] } == [["4", "3"], ["3", "2"], ["2", "1"]])
            for row in rows {
                #expect(try await session.get(Whole.self, row.code) === row)
            }
            rows[0].code = "1"
            rows[1].code = "2"
            rows[2].code = "3"
            try await session.commit()
            for row in rows {
                #expect(try await session.get(Whole.self, row.code) === row)
            }
        }
        #expect(
            try await committed("SELECT code || name FROM wholes ORDER BY 1") == ["11", "22", "33"])
    }

    @Test func `keys that changed hands inside a savepoint come back with a rollback`()
        async throws
    {
        let rows = ["1", "2"].map { Whole($0) }
        try await withSaved(rows) { session, _ in
            try await session.withSavepoint {
                rows[1].code = "3"
                rows[0].code = "2"
                try await session.flush()
            }
            try await session.rollback()

            #expect(rows.map(\.code) == ["1", "2"])
            for row in rows { #expect(try await session.get(Whole.self, row.code) === row) }
        }
    }

    // MARK: A new row with the key of one that goes

    @Test func `a new row takes the key of one that is deleted`() async throws {
        let old = Whole("k", name: "old")
        try await withSaved([old]) { session, source in
            let new = Whole("k", name: "new")
            session.delete(old)
            session.add(new)
            try await session.commit()

            #expect(
                source.sent.suffix(2) == [
                    [
                        #"DELETE FROM "wholes" WHERE "code" = $1"#,
                        #"INSERT INTO "wholes" ("code", "name", "up_code") VALUES ($1, $2, $3)"#,
                    ], ["COMMIT"],
                ])
            #expect(try await session.get(Whole.self, "k") === new)
            #expect(!session.contains(old))
        }
        #expect(try await committed("SELECT name FROM wholes") == ["new"])
    }

    @Test func `what the old row owns goes, and what the new one owns comes`() async throws {
        let old = Whole("k", name: "old")
        try await withSaved([old]) { session, source in
            session.add(contentsOf: [Piece(1, of: old), Piece(2, of: old)])
            try await session.commit()
            let new = Whole("k", name: "new")
            new.pieces.append(contentsOf: [Piece(2, of: new, name: "n"), Piece(3, of: new)])
            session.delete(old)
            session.add(new)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM wholes") == ["new"])
        #expect(try await pieces() == ["k2n", "k3"])
    }

    @Test func `a part takes the key of one that goes, below another whole`() async throws {
        let (a, b) = (Whole("a"), Whole("b"))
        try await withSaved([a, b]) { session, source in
            let old = Piece(1, of: a, name: "old")
            session.add(old)
            try await session.commit()
            let below = Whole("x", name: "old", up: a)
            session.add(below)
            try await session.commit()
            source.clear()
            session.delete(below)
            session.delete(old)
            session.add(Whole("x", name: "new", up: b))
            session.add(Piece(1, of: a, name: "new"))
            try await session.commit()

            let deletions = source.log.indices.filter { source.log[$0].hasPrefix("DELETE") }
            let insertions = source.log.indices.filter { source.log[$0].hasPrefix("INSERT") }
            #expect(deletions.count == 2 && insertions.count == 2)
            #expect((deletions.max() ?? 9) < (insertions.min() ?? 0))
        }
        #expect(try await rows() == ["a<-", "b<-", "x<b"])
        #expect(try await pieces() == ["a1new"])
    }

    @Test func `a rollback leaves the old row with its key`() async throws {
        let old = Whole("k", name: "old")
        try await withSaved([old]) { session, _ in
            let new = Whole("k", name: "new")
            session.add(new)
            session.delete(old)
            try await session.flush()
            try await session.rollback()

            #expect(try await session.get(Whole.self, "k") === old)
            #expect(session.state(of: new) == .transient)
        }
        #expect(try await committed("SELECT name FROM wholes") == ["old"])
    }
}
