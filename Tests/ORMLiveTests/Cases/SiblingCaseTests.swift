import ORM
import ORMTestSupport
import PGTestKit
import Testing

@Suite("Rows that know their neighbours", .liveDatabase(.cycles), .timeLimit(.minutes(1)))
struct SiblingCaseTests {
    private typealias SQL = NodeSQL

    /// Pages below a root, each of which leads to the one before and the one after.
    private func pages(_ names: [String]) -> (root: Node<Page>, pages: [Node<Page>]) {
        let root = Node<Page>("root")
        let pages = names.map { Node<Page>($0, up: root) }
        root.downs.append(contentsOf: pages)
        for (page, next) in zip(pages, pages.dropFirst()) {
            page.next = ToOne(next)
            next.side = ToOne(page)
        }
        return (root, pages)
    }

    private func neighbours() async throws -> [String] {
        try await committed(
            """
            SELECT coalesce(s.name, '-') || p.name || coalesce(n.name, '-') FROM pages p
            LEFT JOIN pages s ON s.id = p.side_id LEFT JOIN pages n ON n.id = p.next_id
            WHERE p.up_id IS NOT NULL ORDER BY p.name
            """)
    }

    @Test func `a list is closed by one update`() async throws {
        try await withRecordedSession { session, source in
            let (root, pages) = pages(["a", "b", "c", "d"])
            session.add(root)
            try await session.commit()

            #expect(source.trips == [1, 2, 3, 1])
            #expect(source.log.filter { $0.hasPrefix("UPDATE") }.count == 1)
            #expect(!session.isDirty)
            #expect(pages.allSatisfy { $0.persistentID != nil })
        }
        #expect(try await neighbours() == ["-ab", "abc", "bcd", "cd-"])
    }

    @Test func `one in the middle is taken out, and its neighbours find each other`()
        async throws
    {
        try await withRecordedSession { session, source in
            let (root, pages) = pages(["a", "b", "c", "d"])
            session.add(root)
            try await session.flush()
            source.clear()
            pages[1].up = nil
            pages[0].next = ToOne(pages[2])
            pages[2].side = ToOne(pages[0])
            session.delete(pages[1])
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.select("pages", "name", "up_id", "side_id", "next_id", where: "up_id")],
                    [
                        SQL.update("pages", "next_id"), SQL.update("pages", "up_id"),
                        SQL.update("pages", "side_id"), SQL.delete("pages"),
                    ],
                    [SQL.commit],
                ])
        }
        #expect(try await neighbours() == ["-ac", "acd", "cd-"])
    }

    @Test func `the root takes the list along, opened once`() async throws {
        try await withRecordedSession { session, source in
            let (root, _) = pages(["a", "b", "c"])
            session.add(root)
            try await session.commit()
            source.clear()
            session.delete(root)
            try await session.commit()

            #expect(source.log.filter { $0.hasPrefix("UPDATE") }.count == 1)
            #expect(source.log.filter { $0.hasPrefix("DELETE") }.count == 4)
            #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 2)
        }
        #expect(try await committed("SELECT name FROM pages").isEmpty)
    }

    @Test func `the first of two goes, and the second lets go of it`() async throws {
        try await withRecordedSession { session, source in
            let (a, b) = (Node<Page>("a"), Node<Page>("b"))
            a.next = ToOne(b)
            b.side = ToOne(a)
            session.add(a)
            try await session.flush()
            source.clear()
            session.delete(a)
            b.side = nil
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.select("pages", "name", "up_id", "side_id", "next_id", where: "up_id")],
                    [SQL.update("pages", "side_id"), SQL.delete("pages")], [SQL.commit],
                ])
        }
        #expect(try await committed("SELECT name FROM pages") == ["b"])
    }

    @Test func `a new row refers to a known one like to any other`() async throws {
        try await withRecordedSession { session, source in
            let first = Node<Page>("1")
            session.add(first)
            try await session.flush()
            source.clear()
            let second = Node<Page>("2")
            second.next = ToOne(first)
            session.add(second)
            try await session.flush()

            #expect(source.sent == [[SQL.insert("pages", "name", "up_id", "side_id", "next_id")]])
            #expect(source.parameters[0] == ["2", "NULL", "NULL", "\(first.id)"])
        }
    }

    @Test func `several references of a row change in one update`() async throws {
        try await withRecordedSession { session, source in
            let pages = ["a", "b", "c", "d"].map { Node<Page>($0) }
            session.add(contentsOf: pages)
            try await session.flush()
            source.clear()
            pages[0].up = ToOne(pages[1])
            pages[0].side = ToOne(pages[2])
            pages[0].next = ToOne(pages[3])
            try await session.flush()
            pages[0].up = nil
            pages[0].side = nil
            pages[0].next = nil
            try await session.flush()

            let update = SQL.update("pages", "up_id", "side_id", "next_id")
            #expect(source.sent == [[update], [update]])
            #expect(source.parameters[1] == ["NULL", "NULL", "NULL", "\(pages[0].id)"])
        }
    }

    @Test func `a favourite is deleted, with a new family in the same flush`() async throws {
        try await withRecordedSession { session, source in
            let child = Node<Child>("1")
            let toys = ["a", "b"].map { Node<Toy>($0) }
            child.downs.append(contentsOf: toys)
            child.side = ToOne(toys[1])
            session.add(child)
            try await session.flush()
            source.clear()

            let other = Node<Child>("2")
            let toy = Node<Toy>("c")
            other.downs.append(toy)
            other.side = ToOne(toy)
            session.add(other)
            session.delete(toys[1])
            child.downs.remove(toys[1])
            child.side = nil
            try await session.flush()

            #expect(
                source.sent == [
                    [SQL.insert("children", "name"), SQL.keys],
                    [
                        SQL.insertKnown("toys", "name", "up_id"),
                        SQL.updateMany("children", "side_id"), SQL.delete("toys"),
                    ],
                ])
            source.clear()
            other.side = nil
            try await session.commit()
            #expect(source.sent == [[SQL.update("children", "side_id")], [SQL.commit]])
        }
        #expect(try await committed("SELECT name FROM toys ORDER BY 1") == ["a", "c"])
    }
}
