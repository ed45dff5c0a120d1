import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// Relationships that add nothing to the session: what they lead to has to be there already.
@Suite(
    "Relationships that do not cascade saving", .liveDatabase(.cascades), .timeLimit(.minutes(1)))
struct UnsavedCaseTests {
    private typealias SQL = NodeSQL
    private typealias Owner = Node<Holder<Nothing>>
    private typealias Part = Node<Held<Nothing>>
    private typealias Side = Node<Linker<Nothing>>
    private typealias Other = Node<Linked<Nothing>>

    /// What the other instance is to the session.
    enum Standing: CaseIterable, Sendable {
        case pending, transient, persistent, expunged
    }

    private func place<E: Entity>(
        _ entity: E, _ standing: Standing, in session: RecordingSession, _ source: RecordingSource
    ) async throws {
        guard standing != .transient else { return }
        session.add(entity)
        guard standing != .pending else { return }
        try await session.commit()
        if standing == .expunged { session.expunge(entity) }
        source.clear()
    }

    private func refuse(
        _ session: RecordingSession, _ source: RecordingSource, _ message: String
    ) async throws {
        let error = await #expect(throws: PGError.self) { try await session.flush() }
        #expect(error?.code == .wrongState)
        #expect(error?.message == message)
        #expect(source.log.isEmpty)
    }

    @Test(arguments: Standing.allCases)
    func `a part is appended to a new owner`(_ standing: Standing) async throws {
        try await withRecordedSession { session, source in
            let (owner, part) = (Owner("o"), Part("p"))
            try await place(part, standing, in: session, source)
            session.add(owner)
            owner.downs.append(part)

            let insert = [SQL.insert("holders_nothing", "name")]
            switch standing {
            case .pending:
                try await session.flush()
                #expect(
                    source.sent == [
                        [SQL.begin], insert, [SQL.insert("held_nothing", "name", "up_id")],
                    ])
            case .persistent:
                try await session.flush()
                #expect(
                    source.sent == [[SQL.begin], insert, [SQL.update("held_nothing", "up_id")]])
            case .transient:
                try await refuse(
                    session, source,
                    "a new Node<Held<Nothing>> was appended to Node<Holder<Nothing>>.downs")
            case .expunged:
                try await refuse(
                    session, source,
                    "a Node<Held<Nothing>> the session does not know was appended to "
                        + "Node<Holder<Nothing>>.downs")
            }
        }
    }

    @Test(arguments: Standing.allCases)
    func `a new part refers to an owner`(_ standing: Standing) async throws {
        try await withRecordedSession { session, source in
            let owner = Owner("o")
            try await place(owner, standing, in: session, source)
            let part = Part("p", up: owner)
            session.add(part)

            let insert = [SQL.insert("held_nothing", "name", "up_id")]
            switch standing {
            case .pending:
                try await session.flush()
                #expect(
                    source.sent == [[SQL.begin], [SQL.insert("holders_nothing", "name")], insert])
            case .persistent, .expunged:
                try await session.flush()
                #expect(source.sent == [[SQL.begin], insert])
                #expect(source.parameters[1] == ["p", "\(owner.id)"])
            case .transient:
                try await refuse(
                    session, source,
                    "Node<Held<Nothing>>.up leads to a new Node<Holder<Nothing>>")
            }
        }
    }

    @Test(arguments: Standing.allCases)
    func `instances are connected by a table in between`(_ standing: Standing) async throws {
        try await withRecordedSession { session, source in
            let (side, other) = (Side("s"), Other("o"))
            try await place(other, standing, in: session, source)
            session.add(side)
            side.peers.append(other)

            let insert = SQL.insert("linkers_nothing", "name")
            let join = [SQL.join("linkers_nothing", "linked_nothing")]
            switch standing {
            case .pending:
                try await session.flush()
                #expect(
                    source.sent == [
                        [SQL.begin], [SQL.insert("linked_nothing", "name"), insert], join,
                    ]
                )
            case .persistent, .expunged:
                try await session.flush()
                #expect(source.sent == [[SQL.begin], [insert], join])
            case .transient:
                try await refuse(
                    session, source,
                    "a new Node<Linked<Nothing>> was appended to Node<Linker<Nothing>>.peers")
            }
        }
    }

    @Test func `what was loaded and has left is no change`() async throws {
        try await withRecordedSession { session, source in
            let (owner, side) = (Owner("o"), Side("s"))
            let (part, other) = (Part("p", up: owner), Other("x"))
            side.peers.append(other)
            session.add(owner)
            session.add(part)
            session.add(other)
            session.add(side)
            try await session.commit()
            try await session.load(\.downs, of: owner)
            try await session.load(\.peers, of: side)
            try await session.commit()
            session.expunge(part)
            session.expunge(other)
            source.clear()

            #expect(!session.isDirty)
            owner.name = "changed"
            try await session.commit()

            #expect(
                source.sent == [[SQL.begin], [SQL.update("holders_nothing", "name")], [SQL.commit]])
            #expect(try owner.downs.all.count == 1)
        }
    }

    @Test func `an owner that has left is still referred to by its key`() async throws {
        try await withRecordedSession { session, source in
            let owner = Owner("o")
            let part = Part("p", up: owner)
            session.add(owner)
            session.add(part)
            try await session.commit()
            session.expunge(owner)
            source.clear()
            part.name = "changed"
            try await session.commit()

            #expect(
                source.sent == [[SQL.begin], [SQL.update("held_nothing", "name")], [SQL.commit]])
            #expect(part.up?.id == owner.id)
        }
    }

    // MARK: The other way round

    @Test func `an instance of the session does not draw its owner in`() async throws {
        try await withRecordedSession { session, source in
            let part = Node<Held<Standard>>("p")
            session.add(part)
            try await session.commit()
            source.clear()
            let owner = Node<Holder<Standard>>("o")
            owner.downs.append(part)
            try await session.commit()

            #expect(source.log.isEmpty)
            #expect(session.state(of: owner) == .transient)
            session.add(owner)
            try await session.commit()
            #expect(
                source.sent == [
                    [SQL.begin], [SQL.insert("holders_standard", "name")],
                    [SQL.update("held_standard", "up_id")], [SQL.commit],
                ])
        }
    }

    @Test func `an instance of the session does not draw in what refers to it`() async throws {
        try await withRecordedSession { session, source in
            let owner = Node<Holder<Standard>>("o")
            session.add(owner)
            try await session.commit()
            source.clear()
            let part = Node<Held<Standard>>("p", up: owner)
            try await session.commit()

            #expect(source.log.isEmpty)
            #expect(session.state(of: part) == .transient)
        }
    }
}
