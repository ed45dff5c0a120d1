import Foundation
import ORMTestSupport
import PGCore
import Testing

@testable import ORM

@Suite("The life of an instance")
struct LifecycleTests {
    private typealias Phase = EntityLifecycle.Phase
    private typealias Event = EntityLifecycle.Event

    /// Every phase (a column each: transient, pending, persistent, deleting, gone, detached) under
    /// every event; `nil` is refused.
    private static let expected: [Event: [Phase?]] = [
        .add: [.pending, .pending, .persistent, .persistent, nil, .pending],
        .delete: [nil, .transient, .deleting, .deleting, .gone, .deleting],
        .expunge: [.transient, .transient, .detached, .detached, .detached, .detached],
        .merge: [.transient, .pending, .persistent, nil, nil, .detached],
        .refresh: [nil, nil, .persistent, nil, nil, nil],
        .expire: [nil, nil, .persistent, nil, nil, nil],
        .load: [.persistent, nil, .persistent, .deleting, nil, nil],
        .insert: [nil, .persistent, nil, nil, nil, nil],
        .update: [nil, nil, .persistent, .deleting, nil, nil],
        .remove: [nil, nil, .gone, .gone, .gone, nil],
        .commit: [.transient, nil, .persistent, nil, .detached, .detached],
    ]

    @Test(arguments: EntityLifecycle.Event.allCases)
    func `every phase is settled for every event`(_ event: EntityLifecycle.Event) throws {
        let row = try #require(Self.expected[event])
        #expect(Phase.allCases.map { EntityLifecycle.phase($0, after: event) } == row)
    }

    @Test func `deleting and gone both show as deleted`() {
        #expect(
            Phase.allCases.map(\.state) == [
                .transient, .pending, .persistent, .deleted, .deleted, .detached,
            ])
    }

    @Test(arguments: EntityLifecycle.Phase.allCases, EntityLifecycle.Event.allCases)
    func `an instance moves as the table says or stays`(
        _ phase: EntityLifecycle.Phase, _ event: EntityLifecycle.Event
    ) {
        let item = Item(phase)
        let next = EntityLifecycle.phase(phase, after: event)

        var isRefused = false
        do throws(PGError) { try item.enter(event) } catch { isRefused = true }

        #expect(isRefused == (next == nil))
        #expect(item.phase == next ?? phase)
    }

    @Test(arguments: EntityLifecycle.Phase.allCases, EntityLifecycle.Event.allCases)
    func `a refusal names the instance, its state and the event`(
        _ phase: EntityLifecycle.Phase, _ event: EntityLifecycle.Event
    ) throws {
        guard EntityLifecycle.phase(phase, after: event) == nil else { return }
        let error = EntityLifecycle.refusal(of: event, in: phase, "User 3")
        #expect(error.code == .wrongState)
        #expect(error.message.hasPrefix("User 3 is "))
        #expect(error.message.hasSuffix(" and cannot be \(event.participle)"))
        #expect(try #require(error.hint).isEmpty == false)
    }

    @Test func `the guide shows this table`() throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/ORM/ORM.docc/States.md").standardizedFileURL
        let text = try String(contentsOf: guide, encoding: .utf8)
        for event in Event.allCases { #expect(text.contains(Self.line(event))) }
    }

    /// A line of the guide's table.
    private static func line(_ event: Event) -> String {
        let cells = Phase.allCases.map { phase in
            EntityLifecycle.phase(phase, after: event).map(\.rawValue) ?? "refused"
        }
        return "| \(event.rawValue) | \(cells.joined(separator: " | ")) |"
    }

    private final class Item: Tracked {
        init(_ phase: EntityLifecycle.Phase) {
            super.init(mapping: EntityMapping.of(User.self), phase: .transient)
            place(in: phase)
        }
    }
}

@Suite("Calls in the wrong state")
struct WrongStateTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `deleting what has no row is refused by the flush, with the place of the call`()
        async throws
    {
        session.delete(User(email: "a@x.org", name: "A"))
        let line = UInt(#line - 1)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .wrongState)
        #expect(error?.message == "this User is transient and cannot be deleted")
        #expect(error?.location?.line == line)
        #expect(source.log.isEmpty)
    }

    @Test func `a rollback forgets the refusal`() async throws {
        session.delete(User(email: "a@x.org", name: "A"))
        await #expect(throws: PGError.self) { try await session.flush() }

        try await session.rollback()

        try await session.flush()
    }

    @Test func `adding what was deleted in this transaction is refused`() async throws {
        let user = try await persistentUser()
        session.delete(user)
        try await session.flush()
        session.add(user)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.message == "User 1 is deleted and cannot be added")
        try await session.rollback()
        #expect(session.state(of: user) == .persistent)
    }

    @Test func `after the commit of its deletion it is a new row`() async throws {
        let user = try await persistentUser()
        session.delete(user)
        try await session.commit()
        source.clear()

        session.add(user)
        try await session.commit()

        #expect(source.log[1].hasPrefix(#"INSERT INTO "users" ("id", "email""#))
        #expect(session.state(of: user) == .persistent)
    }

    @Test func `another instance of a known row cannot be deleted in its place`() async throws {
        let user = try await persistentUser()
        let twin = User(email: "a@x.org", name: "A")
        twin.id = user.id
        session.delete(twin)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.message == "another instance stands for User 1 in this session")
        #expect(session.state(of: user) == .persistent)
    }

    @Test func `a row deleted by key is detached again after a rollback`() async throws {
        let user = User(email: "a@x.org", name: "A")
        user.id = 9
        session.delete(user)
        try await session.flush()

        try await session.rollback()

        #expect(session.state(of: user) == .detached)
        #expect(user.id == 9)
        #expect(!session.contains(user))
    }

    @Test(arguments: ["pending", "deleted", "detached"])
    func `only what stands for a row is refreshed or expired`(_ state: String) async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        if state != "pending" {
            try await session.commit()
            session.delete(user)
            if state == "detached" { try await session.commit() }
        }
        source.clear()

        let refresh = await #expect(throws: PGError.self) { try await session.refresh(user) }
        let expire = #expect(throws: PGError.self) { try session.expire(user) }

        #expect(refresh?.code == .wrongState)
        #expect(expire?.code == .wrongState)
        #expect(source.log.isEmpty)
    }

    private func persistentUser() async throws -> User {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.commit()
        source.clear()
        return user
    }
}
