import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Where deletions go on to")
struct CascadeTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    /// What the server answers to a question about rows of a table.
    private func rows(of table: String, _ columns: [String], _ rows: [[String?]]) {
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("SELECT") && statement.text.contains("FROM \"\(table)\"")
                ? ScriptedRows(columns: columns, rows) : nil
        }
    }

    private func archive() async throws -> (Archive, Rack) {
        let archive = Archive(name: "L")
        let rack = Rack(name: "S", archive: archive)
        session.add(rack)
        try await session.commit()
        source.clear()
        return (archive, rack)
    }

    @Test func `what points to it is read, freed or deleted, and then it is deleted`() async throws
    {
        let (_, rack) = try await archive()
        rows(of: "volumes", ["id", "name", "rack_id"], [["7", "B", "\(rack.id)"]])
        session.delete(rack)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN",
                #"SELECT "volumes"."id", "volumes"."name", "volumes"."rack_id" FROM "volumes" "#
                    + #"WHERE "volumes"."rack_id" = ANY($1) ORDER BY "volumes"."id""#,
                #"UPDATE "volumes" SET "rack_id" = $1 WHERE "id" = $2"#,
                #"DELETE FROM "racks" WHERE "id" = $1"#,
                "COMMIT",
            ])
    }

    @Test func `what the server deletes by itself is not asked for`() async throws {
        let (_, rack) = try await archive()
        let sticker = Sticker(name: "X", rack: rack)
        session.add(sticker)
        try await session.commit()
        source.clear()
        rows(of: "volumes", ["id", "name", "rack_id"], [])
        session.delete(rack)

        try await session.flush()

        #expect(!source.log.contains { $0.contains("stickers") })
        #expect(session.state(of: sticker) == .deleted)
    }

    @Test func `what the server would delete is read when something behind it needs care`()
        async throws
    {
        let (archive, rack) = try await archive()
        rows(
            of: "racks", ["id", "name", "archive_id"],
            [["\(rack.id)", "S", "\(archive.id)"], ["20", "T", "\(archive.id)"]])
        rows(of: "volumes", ["id", "name", "rack_id"], [["7", "B", "20"]])
        session.delete(archive)

        try await session.commit()

        let kinds = source.log.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        #expect(kinds.filter { $0.hasPrefix("SELECT") }.count == 2)
        #expect(
            kinds.suffix(4) == [
                #"UPDATE "volumes" SET"#, #"DELETE FROM "racks""#, #"DELETE FROM "archives""#,
                "COMMIT",
            ])
    }

    @Test func `a deletion that is called off goes nowhere`() async throws {
        let (_, rack) = try await archive()
        session.delete(rack)
        session.add(rack)

        try await session.commit()

        #expect(source.log.isEmpty)
    }

    @Test func `what was made to point elsewhere is kept`() async throws {
        let (archive, rack) = try await archive()
        let sticker = Sticker(name: "X", rack: rack)
        let other = Rack(name: "O", archive: archive)
        session.add(other)
        session.add(sticker)
        try await session.commit()
        rows(of: "volumes", ["id", "name", "rack_id"], [])
        sticker.rack = ToOne(other)
        session.delete(rack)

        try await session.commit()

        #expect(session.state(of: sticker) == .persistent)
        #expect(sticker.rack.id == other.id)
    }

    @Test func `new parts of what is deleted are not inserted`() async throws {
        let (_, rack) = try await archive()
        rows(of: "volumes", ["id", "name", "rack_id"], [])
        let sticker = Sticker(name: "X", rack: rack)
        let volume = Volume(name: "B", rack: rack)
        session.add(sticker)
        session.add(volume)
        session.delete(rack)

        try await session.commit()

        #expect(session.state(of: sticker) == .transient)
        #expect(session.state(of: volume) == .persistent)
        #expect(volume.rack == nil)
        #expect(!source.log.contains { $0.hasPrefix(#"INSERT INTO "stickers""#) })
    }

    @Test func `a rollback brings everything back`() async throws {
        let (archive, rack) = try await archive()
        let sticker = Sticker(name: "X", rack: rack)
        let volume = Volume(name: "B", rack: rack)
        session.add(sticker)
        session.add(volume)
        try await session.commit()
        rows(
            of: "racks", ["id", "name", "archive_id"],
            [["\(rack.id)", "S", "\(archive.id)"]])
        rows(
            of: "volumes", ["id", "name", "rack_id"],
            [["\(volume.id)", "B", "\(rack.id)"]])
        session.delete(archive)
        try await session.flush()
        #expect(volume.rack == nil)
        #expect(session.state(of: sticker) == .deleted)

        try await session.rollback()

        #expect(volume.rack?.id == rack.id)
        #expect(session.state(of: sticker) == .persistent)
        #expect(session.state(of: rack) == .persistent)
        #expect(session.state(of: archive) == .persistent)
        #expect(!session.isDirty)
    }

    @Test func `several owners ask once`() async throws {
        let archive = Archive(name: "L")
        let racks = (1...5).map { Rack(name: "S\($0)", archive: archive) }
        session.add(contentsOf: racks)
        try await session.commit()
        source.clear()
        rows(of: "volumes", ["id", "name", "rack_id"], [])
        for rack in racks { session.delete(rack) }

        try await session.commit()

        #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 1)
        #expect(source.log.filter { $0.hasPrefix("DELETE") }.count == 1)
    }

    @Test func `without a cascade nothing is asked for`() async throws {
        let category = Category(name: "c")
        session.add(category)
        try await session.commit()
        source.clear()
        session.delete(category)

        try await session.commit()

        #expect(source.log == ["BEGIN", #"DELETE FROM "categories" WHERE "id" = $1"#, "COMMIT"])
    }
}
