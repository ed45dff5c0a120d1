import Foundation
import PGTestKit
import StrataMacros
import Testing

@Entity("sketches")
final class Sketch: Codable {
    @PrimaryKey(.identity) var id: Int
    var name: String
    @SoftDelete @Index var erasedAt: Date?
}

@Entity("stickers")
final class Sticker: Codable {
    @PrimaryKey(.uuidV7) var id: UUID
    @SoftDelete @Column("gone") var isGone: Bool = false
}

@Suite("Rows that are marked as deleted", .liveDatabase, .timeLimit(.minutes(1)))
struct SoftDeleteTests {
    @Test func `a deletion sets the time or the flag, and queries do not find the row`()
        async throws
    {
        let pool = try TestDatabase.pool
        try await Schema(Sketch.self, Sticker.self).createAll(on: pool)
        try await Database(pool).withSession { session in
            let sketches = [Sketch(name: "a"), Sketch(name: "b")]
            let sticker = Sticker()
            session.add(contentsOf: sketches)
            session.add(sticker)
            try await session.commit()

            session.delete(sketches[0])
            session.delete(sticker)
            try await session.commit()

            #expect(try await session.fetch(Sketch.all).map(\.name) == ["b"])
            #expect(try await session.count(Sticker.all) == 0)
        }
        let left = try await pool.query(
            """
            SELECT name || ' ' || (erased_at IS NOT NULL) FROM sketches
            UNION ALL SELECT gone::text FROM stickers ORDER BY 1
            """)
        #expect(try left.decode(String.self) == ["a true", "b false", "true"])
    }
}
