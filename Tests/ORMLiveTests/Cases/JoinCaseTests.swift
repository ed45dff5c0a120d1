import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// What happens to the rows in between, and to what they lead to.
@Suite("Connections under every cascade", .liveDatabase(.cascades), .timeLimit(.minutes(1)))
struct JoinCaseTests {
    private typealias SQL = NodeSQL

    /// Two of one side, of which the first is connected with two and the second with one of them.
    private func connected<C: CascadeChoice>(
        _ choice: C.Type, _ session: RecordingSession, _ source: RecordingSource
    ) async throws -> (sides: [Node<Linker<C>>], others: [Node<Linked<C>>]) {
        let sides = ["s", "t"].map { Node<Linker<C>>($0) }
        let others = ["1", "2"].map { Node<Linked<C>>($0) }
        sides[0].peers.append(contentsOf: others)
        sides[1].peers.append(others[1])
        session.add(contentsOf: sides)
        try await session.commit()
        source.clear()
        return (sides, others)
    }

    private func pairs<C: CascadeChoice>(_ choice: C.Type) async throws -> [String] {
        try await committed(
            """
            SELECT s.name || o.name FROM \(raw: Linker<C>.table)_peers j
            JOIN \(raw: Linker<C>.table) s ON s.id = j.\(raw: Linker<C>.table)_id
            JOIN \(raw: Linked<C>.table) o ON o.id = j.\(raw: Linked<C>.table)_peer ORDER BY 1
            """)
    }

    private func others<C: CascadeChoice>(_ choice: C.Type) async throws -> [String] {
        try await committed("SELECT name FROM \(raw: Linked<C>.table) ORDER BY 1")
    }

    @Test func `without a cascade only the rows in between go`() async throws {
        try await withRecordedSession { session, source in
            let (sides, _) = try await connected(Standard.self, session, source)
            session.delete(sides[0])
            try await session.commit()
            #expect(source.sent == [[SQL.begin], [SQL.delete("linkers_standard")], [SQL.commit]])
        }
        #expect(try await pairs(Standard.self) == ["t2"])
        #expect(try await others(Standard.self) == ["1", "2"])
    }

    @Test(arguments: [false, true])
    func `deleting goes on to what is connected, and takes all their rows in between along`(
        _ isLoaded: Bool
    ) async throws {
        try await withRecordedSession { session, source in
            let (sides, others) = try await connected(Deleting.self, session, source)
            if isLoaded {
                try await session.load(\.peers, of: sides)
                try await session.commit()
                source.clear()
            }
            session.delete(sides[0])
            try await session.commit()

            let writes = [SQL.deleteMany("linked_deleting"), SQL.delete("linkers_deleting")]
            let ask = isLoaded ? [] : [[Self.peers]]
            #expect(source.sent == [[SQL.begin]] + ask + [writes, [SQL.commit]])
            #expect(others.allSatisfy { session.state(of: $0) == .detached })
            if isLoaded { #expect(try sides[1].peers.all.isEmpty) }
        }
        #expect(try await pairs(Deleting.self).isEmpty)
        #expect(try await others(Deleting.self).isEmpty)
    }

    private static let peers = sql(
        #"SELECT "linked_deleting"."id", "linked_deleting"."name", "#,
        #""linkers_deleting_peers"."linkers_deleting_id" FROM "linked_deleting" "#,
        #"JOIN "linkers_deleting_peers" "#,
        #"ON "linkers_deleting_peers"."linked_deleting_peer" = "linked_deleting"."id" "#,
        #"WHERE "linkers_deleting_peers"."linkers_deleting_id" = ANY($1) "#,
        #"ORDER BY "linked_deleting"."id""#)

    @Test func `an orphan is deleted, and its rows in between with it`() async throws {
        try await withRecordedSession { session, source in
            let (sides, others) = try await connected(Owning.self, session, source)
            sides[0].peers.remove(others[0])
            try await session.commit()

            #expect(source.sent == [[SQL.begin], [SQL.delete("linked_owning")], [SQL.commit]])
            #expect(session.state(of: others[0]) == .detached)
        }
        #expect(try await pairs(Owning.self) == ["s2", "t2"])
        #expect(try await others(Owning.self) == ["2"])
    }

    @Test func `one that moves to another owner is no orphan`() async throws {
        try await withRecordedSession { session, source in
            let (sides, others) = try await connected(Owning.self, session, source)
            sides[0].peers.remove(others[0])
            sides[1].peers.append(others[0])
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin],
                    [
                        SQL.separate("linkers_owning", "linked_owning"),
                        SQL.join("linkers_owning", "linked_owning"),
                    ], [SQL.commit],
                ])
        }
        #expect(try await pairs(Owning.self) == ["s2", "t1", "t2"])
    }

    @Test func `a rollback brings an orphan and its rows back`() async throws {
        try await withRecordedSession { session, source in
            let (sides, others) = try await connected(Owning.self, session, source)
            try await session.load(\.peers, of: sides)
            sides[0].peers.remove(others[0])
            try await session.flush()
            #expect(session.state(of: others[0]) == .deleted)
            try await session.rollback()

            #expect(session.state(of: others[0]) == .persistent)
            #expect(try Set(sides[0].peers.all.map(\.name)) == ["1", "2"])
            #expect(!session.isDirty)
        }
        #expect(try await pairs(Owning.self) == ["s1", "s2", "t2"])
    }

    @Test func `both sides are deleted in one trip`() async throws {
        try await withRecordedSession { session, source in
            let (sides, others) = try await connected(Standard.self, session, source)
            for side in sides { session.delete(side) }
            for other in others { session.delete(other) }
            try await session.commit()

            #expect(source.trips == [1, 2, 1])
        }
        #expect(try await pairs(Standard.self).isEmpty)
        #expect(try await others(Standard.self).isEmpty)
    }

    // MARK: Rows that the server does not delete

    @Test func `rows in between go before the side that has them`() async throws {
        try await withRecordedSession { session, source in
            let club = Node<Club>("c")
            club.peers.append(contentsOf: [Node("1"), Node("2")])
            session.add(club)
            try await session.commit()
            source.clear()
            session.delete(club)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.separateAll("clubs"), SQL.delete("clubs")], [SQL.commit],
                ])
        }
        #expect(try await committed("SELECT name FROM members ORDER BY 1") == ["1", "2"])
    }

    @Test func `one that is taken out and deleted loses its row in between first`() async throws {
        try await withRecordedSession { session, source in
            let (club, member) = (Node<Club>("c"), Node<Member>("m"))
            club.peers.append(member)
            session.add(club)
            try await session.commit()
            source.clear()
            club.peers.remove(member)
            session.delete(member)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.separate("clubs", "members"), SQL.delete("members")],
                    [SQL.commit],
                ])
        }
        #expect(try await committed("SELECT name FROM clubs") == ["c"])
    }

    @Test func `one that is only deleted is still connected, and the server says so`() async throws
    {
        try await withRecordedSession { session, source in
            let (club, member) = (Node<Club>("c"), Node<Member>("m"))
            club.peers.append(member)
            session.add(club)
            try await session.commit()
            session.delete(member)

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.sqlState == .foreignKeyViolation)
            try await session.rollback()
            #expect(session.state(of: member) == .persistent)
        }
    }

    @Test func `a new one that is deleted again leaves nothing in between`() async throws {
        try await withRecordedSession { session, source in
            let (club, member) = (Node<Club>("c"), Node<Member>("m"))
            session.add(club)
            try await session.commit()
            source.clear()
            session.add(member)
            club.peers.append(member)
            session.delete(member)
            club.peers.remove(member)
            try await session.commit()

            #expect(source.log.isEmpty)
        }
    }
}
