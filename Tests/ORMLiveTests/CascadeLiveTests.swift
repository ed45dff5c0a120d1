import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

extension DatabaseTemplate {
    /// The tables of entities whose deletions go on to others.
    static let cascading = DatabaseTemplate(
        "orm_cascading",
        (try? Schema(Archive.self, Rack.self, Volume.self, Sticker.self).createStatements()) ?? [])
}

@Suite("Deletions on a server", .liveDatabase(.cascading), .timeLimit(.minutes(1)))
struct CascadeLiveTests {
    private func stock(_ session: RecordingSession) async throws -> Archive {
        let archive = Archive(name: "L")
        for number in 1...3 {
            let rack = Rack(name: "S\(number)", archive: archive)
            archive.racks.append(rack)
            rack.volumes.append(Volume(name: "B\(number)"))
            rack.stickers.append(Sticker(name: "X\(number)", rack: rack))
        }
        session.add(archive)
        try await session.commit()
        return archive
    }

    @Test func `parts go, and what only leaned on them stays`() async throws {
        try await withRecordedSession { session, _ in
            let archive = try await stock(session)
            session.delete(archive)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM racks").isEmpty)
        #expect(try await committed("SELECT name FROM stickers").isEmpty)
        #expect(
            try await committed("SELECT name FROM volumes WHERE rack_id IS NULL ORDER BY 1")
                == ["B1", "B2", "B3"])
    }

    @Test func `rows that the session has never seen are reached`() async throws {
        var id = 0
        try await withRecordedSession { session, _ in id = try await stock(session).id }
        try await withRecordedSession { session, source in
            let archive = try await session.get(Archive.self, id)
            if let archive { session.delete(archive) }
            source.clear()
            try await session.commit()

            // Racks, volumes; then three kinds of rows are written. Labels are the server's.
            #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 2)
            #expect(source.log.filter { $0.hasPrefix("UPDATE") }.count == 1)
            #expect(source.log.filter { $0.hasPrefix("DELETE") }.count == 2)
        }
        #expect(try await committed("SELECT name FROM archives").isEmpty)
        #expect(try await committed("SELECT name FROM volumes").count == 3)
    }

    @Test func `what is taken out of what owns it is deleted`() async throws {
        try await withRecordedSession { session, _ in
            let archive = try await stock(session)
            try await session.load(\.racks, of: archive)
            let rack = try archive.racks.all[0]
            archive.racks.remove(rack)
            try await session.commit()
            #expect(session.state(of: rack) == .detached)
        }
        #expect(try await committed("SELECT name FROM racks ORDER BY 1") == ["S2", "S3"])
        #expect(try await committed("SELECT name FROM volumes WHERE rack_id IS NULL") == ["B1"])
    }

    @Test func `a part that moves to another owner is kept`() async throws {
        try await withRecordedSession { session, _ in
            let archive = try await stock(session)
            let other = Archive(name: "M")
            session.add(other)
            try await session.load(\.racks, of: archive)
            let rack = try archive.racks.all[0]
            archive.racks.remove(rack)
            other.racks.append(rack)
            try await session.commit()
            #expect(rack.archive.id == other.id)
            session.delete(archive)
            try await session.commit()
            #expect(session.state(of: rack) == .persistent)
        }
        #expect(try await committed("SELECT name FROM racks") == ["S1"])
    }

    @Test func `a savepoint brings all of it back`() async throws {
        struct Stop: Error {}
        try await withRecordedSession { session, _ in
            let archive = try await stock(session)
            await #expect(throws: Stop.self) {
                try await session.withSavepoint {
                    session.delete(archive)
                    try await session.flush()
                    throw Stop()
                }
            }
            #expect(session.state(of: archive) == .persistent)
            #expect(!session.isDirty)
            let volumes = try await session.fetch(Volume.all)
            #expect(volumes.allSatisfy { $0.rack != nil })
            session.delete(archive)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM stickers").isEmpty)
    }
}
