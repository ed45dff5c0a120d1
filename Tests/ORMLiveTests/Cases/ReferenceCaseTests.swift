import ORM
import ORMTestSupport
import PGTestKit
import Testing

/// Deletions that go on along the foreign key.
@Suite("References that take their target along", .liveDatabase(.cascades), .timeLimit(.minutes(1)))
struct ReferenceCaseTests {
    private typealias SQL = NodeSQL

    private func chain(_ session: RecordingSession, _ source: RecordingSource) async throws -> (
        head: Node<Head>, body: Node<Body>, tail: Node<Tail>
    ) {
        let tail = Node<Tail>("t")
        let body = Node<Body>("b", side: tail)
        let head = Node<Head>("h", side: body)
        session.add(head)
        try await session.commit()
        source.clear()
        return (head, body, tail)
    }

    private func left() async throws -> [String] {
        try await committed(
            """
            SELECT name FROM heads UNION SELECT name FROM bodies UNION SELECT name FROM tails
            ORDER BY 1
            """)
    }

    @Test func `all that follows goes, each before what it refers to`() async throws {
        try await withRecordedSession { session, source in
            let (head, _, _) = try await chain(session, source)
            session.delete(head)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin],
                    [SQL.delete("heads"), SQL.delete("bodies"), SQL.delete("tails")],
                    [SQL.commit],
                ])
        }
        #expect(try await left().isEmpty)
    }

    @Test func `what is not loaded is read first`() async throws {
        try await withRecordedSession { session, source in _ = try await chain(session, source) }
        try await withRecordedSession { session, source in
            let head = try #require(try await session.first(Node<Head>.all))
            source.clear()
            session.delete(head)
            try await session.commit()

            let order = { (table: String) in #" ORDER BY "\#(table)"."id""# }
            #expect(
                source.sent == [
                    [SQL.selectByKey("bodies", "name", "side_id") + order("bodies")],
                    [SQL.selectByKey("tails", "name") + order("tails")],
                    [SQL.delete("heads"), SQL.delete("bodies"), SQL.delete("tails")],
                    [SQL.commit],
                ])
        }
        #expect(try await left().isEmpty)
    }

    @Test func `what it does not refer to any more stays`() async throws {
        try await withRecordedSession { session, source in
            let (head, _, _) = try await chain(session, source)
            head.side = nil
            session.delete(head)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.update("heads", "side_id"), SQL.delete("heads")],
                    [SQL.commit],
                ])
        }
        #expect(try await left() == ["b", "t"])
    }

    @Test func `one link further on is kept as well`() async throws {
        try await withRecordedSession { session, source in
            let (head, body, _) = try await chain(session, source)
            body.side = nil
            session.delete(head)
            try await session.commit()
        }
        #expect(try await left() == ["t"])
    }

    @Test func `what it refers to when it is flushed goes, not what it did before`() async throws {
        try await withRecordedSession { session, source in
            let (head, _, _) = try await chain(session, source)
            let other = Node<Body>("o")
            session.add(other)
            try await session.commit()
            session.delete(head)
            head.side = ToOne(other)
            try await session.commit()
        }
        #expect(try await left() == ["b", "t"])
    }

    @Test func `a rollback brings all of it back`() async throws {
        try await withRecordedSession { session, source in
            let (head, body, tail) = try await chain(session, source)
            session.delete(head)
            try await session.flush()
            #expect(session.state(of: tail) == .deleted)
            try await session.rollback()

            #expect(session.state(of: tail) == .persistent)
            #expect(try head.side?.value === body)
            #expect(!session.isDirty)
        }
        #expect(try await left() == ["b", "h", "t"])
    }

    @Test func `assigning twice is assigning once`() async throws {
        try await withRecordedSession { session, source in
            let (head, _, _) = try await chain(session, source)
            let new = Node<Body>("n")
            head.side = ToOne(new)
            head.side = ToOne(new)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.insert("bodies", "name", "side_id")],
                    [SQL.update("heads", "side_id")], [SQL.commit],
                ])
        }
        #expect(try await left() == ["b", "h", "n", "t"])
    }

    @Test func `what was assigned and replaced before the flush was never there`() async throws {
        try await withRecordedSession { session, source in
            let (head, _, _) = try await chain(session, source)
            let (first, second) = (Node<Body>("1"), Node<Body>("2"))
            head.side = ToOne(first)
            head.side = ToOne(second)
            try await session.commit()

            #expect(session.state(of: first) == .transient)
            #expect(session.state(of: second) == .persistent)
            #expect(source.log.filter { $0.hasPrefix("INSERT") }.count == 1)
        }
        #expect(try await left() == ["2", "b", "h", "t"])
    }
}
