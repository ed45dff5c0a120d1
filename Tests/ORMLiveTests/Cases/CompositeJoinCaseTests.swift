import ORM
import ORMTestSupport
import PGTestKit
import Testing

/// Tables in between whose rows lead to keys of several columns.
@Suite("Connections by keys of several columns", .liveDatabase(.coded), .timeLimit(.minutes(1)))
struct CompositeJoinCaseTests {
    /// Pieces 1 to 3 of one whole and 1 of another: 1 is a friend of all others, and of two wholes.
    private func seed() async throws {
        try await withRecordedSession { session, source in
            let (w, v) = (Whole("w"), Whole("v"))
            let pieces = (1...3).map { Piece($0, of: w) } + [Piece(1, of: v)]
            pieces[0].friends.append(contentsOf: pieces.dropFirst())
            pieces[1].friends.append(pieces[0])
            pieces[0].others.append(contentsOf: [w, v])
            pieces[3].others.append(w)
            session.add(contentsOf: [w, v])
            session.add(contentsOf: pieces)
            try await session.commit()

            #expect(source.trips.count == 3)
            #expect(source.log.filter { $0.contains("ON CONFLICT DO NOTHING") }.count == 2)
        }
    }

    private func load(_ session: RecordingSession) async throws -> [Piece] {
        try await session.fetch(
            Piece.orderBy { ($0.whole.descending, $0.number) }
                .include(\.friends).include(\.others))
    }

    @Test func `each side of one table is told by its columns`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let pieces = try await load(session)

            #expect(source.trips == [1, 1, 2])
            #expect(
                source.log[2]
                    == sql(
                        #"SELECT "pieces"."whole_code", "pieces"."number", "pieces"."name", "#,
                        #""piece_friends"."piece_whole", "piece_friends"."piece_number" "#,
                        #"FROM "pieces" JOIN "piece_friends" "#,
                        #"ON "piece_friends"."friend_whole" = "pieces"."whole_code" "#,
                        #"AND "piece_friends"."friend_number" = "pieces"."number" "#,
                        #"WHERE ("piece_friends"."piece_whole", "piece_friends"."piece_number") "#,
                        #"IN (SELECT * FROM unnest($1::text[], $2::bigint[])) "#,
                        #"ORDER BY "pieces"."whole_code", "pieces"."number""#))
            #expect(
                try pieces.map { try $0.friends.all.map { "\($0.whole.id ?? "")\($0.number)" } }
                    == [["v1", "w2", "w3"], ["w1"], [], []])
            #expect(
                try pieces.map { try $0.others.all.map(\.code) } == [["v", "w"], [], [], ["w"]])
            #expect(!session.isDirty)
        }
    }

    @Test func `rows in between are deleted by all of their columns`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let pieces = try await load(session)
            source.clear()
            pieces[0].friends.remove(pieces[1])
            pieces[3].others.remove(try pieces[3].others.all[0])
            try await session.commit()

            #expect(
                source.sent == [
                    [
                        sql(
                            #"DELETE FROM "piece_friends" AS t "#,
                            #"USING unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[]) "#,
                            #"AS v(c1, c2, c3, c4) WHERE t."piece_whole" = v.c1 "#,
                            #"AND t."piece_number" = v.c2 AND t."friend_whole" = v.c3 "#,
                            #"AND t."friend_number" = v.c4"#),
                        sql(
                            #"DELETE FROM "piece_others" AS t "#,
                            #"USING unnest($1::text[], $2::bigint[], $3::text[]) "#,
                            #"AS v(c1, c2, c3) WHERE t."piece_whole" = v.c1 "#,
                            #"AND t."piece_number" = v.c2 AND t."other" = v.c3"#),
                    ], ["COMMIT"],
                ])
        }
        #expect(
            try await committed(
                """
                SELECT piece_whole || piece_number || friend_whole || friend_number
                FROM piece_friends ORDER BY 1
                """) == ["w1v1", "w1w3", "w2w1"])
        #expect(try await committed("SELECT other FROM piece_others ORDER BY 1") == ["v", "w"])
    }
}
