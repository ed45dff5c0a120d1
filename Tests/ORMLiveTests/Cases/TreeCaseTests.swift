import ORM
import ORMTestSupport
import PGTestKit
import Testing

@Suite("Tables that refer to themselves", .liveDatabase(.cycles), .timeLimit(.minutes(1)))
struct TreeCaseTests {
    private typealias SQL = NodeSQL

    /// A root with two branches, of which one has two branches and the other two leaves.
    private func tree() -> Node<Branch> {
        let root = Node<Branch>("root")
        let (first, second) = (Node<Branch>("1"), Node<Branch>("2"))
        root.downs.append(contentsOf: [first, second])
        first.downs.append(contentsOf: [Node("11"), Node("12")])
        second.backs.append(contentsOf: [Node("a"), Node("b")])
        return root
    }

    @Test func `a tree with leaves is inserted in two trips`() async throws {
        try await withRecordedSession { session, source in
            session.add(tree())
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.insert("branches", "name", "up_id"), SQL.keys],
                    [
                        SQL.insertManyKnown("branches", "name", "up_id"),
                        SQL.insertMany("leaves", "name", "side_id"),
                    ],
                    [SQL.commit],
                ])
            #expect(!session.isDirty)
        }
        #expect(
            try await committed(
                """
                SELECT b.name || coalesce(p.name, '') FROM branches b
                LEFT JOIN branches p ON p.id = b.up_id ORDER BY b.name
                """) == ["1root", "111", "121", "2root", "root"])
    }

    @Test func `a tree is deleted from its root, level by level`() async throws {
        var id = 0
        try await withRecordedSession { session, _ in
            let root = tree()
            session.add(root)
            try await session.commit()
            id = root.id
        }
        try await withRecordedSession { session, source in
            let root = try #require(try await session.get(Node<Branch>.self, id))
            source.clear()
            session.delete(root)
            try await session.commit()

            let branches = SQL.select("branches", "name", "up_id", where: "up_id")
            let leaves = SQL.select("leaves", "name", "side_id", where: "side_id")
            #expect(
                source.sent == [
                    [branches], [leaves], [branches], [leaves], [branches], [leaves],
                    [
                        SQL.deleteMany("leaves"), SQL.deleteMany("branches"),
                        SQL.deleteMany("branches"), SQL.delete("branches"),
                    ],
                    [SQL.commit],
                ])
        }
        #expect(try await committed("SELECT name FROM branches").isEmpty)
        #expect(try await committed("SELECT name FROM leaves").isEmpty)
    }

    @Test func `a new node finds its place below a known one`() async throws {
        try await withRecordedSession { session, _ in
            session.add(Node<Folder>("root"))
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let root = try #require(try await session.first(Node<Folder>.all))
            source.clear()
            let new = Node<Folder>("new", up: root)
            session.add(new)
            try await session.commit()

            #expect(source.sent == [[SQL.insert("folders", "name", "up_id")], [SQL.commit]])
            #expect(source.parameters[0] == ["new", "\(root.id)"])
            #expect(new.up?.id == root.id)
        }
    }

    @Test func `what is below a deleted node is freed`() async throws {
        try await withRecordedSession { session, source in
            let root = Node<Folder>("root")
            let below = Node<Folder>("below")
            root.downs.append(below)
            session.add(root)
            try await session.flush()
            source.clear()
            session.delete(root)
            try await session.flush()

            #expect(
                source.sent == [
                    [SQL.select("folders", "name", "up_id", where: "up_id")],
                    [SQL.update("folders", "up_id"), SQL.delete("folders")],
                ])
            #expect(source.parameters[1] == ["NULL", "\(below.id)"])
            #expect(below.up == nil)
            try await session.refresh(below)
            #expect(below.up == nil)
        }
    }

    @Test func `a node and what is below it are deleted in one trip, lowest first`() async throws {
        try await withRecordedSession { session, source in
            let nodes = ["a", "b", "c"].map { Node<Folder>($0) }
            nodes[1].up = ToOne(nodes[0])
            nodes[2].up = ToOne(nodes[1])
            session.add(contentsOf: nodes)
            try await session.flush()
            try await session.load(\.downs, of: nodes)
            source.clear()
            for node in nodes { session.delete(node) }
            try await session.flush()

            #expect(
                source.sent == [
                    [SQL.delete("folders"), SQL.delete("folders"), SQL.delete("folders")]
                ])
            #expect(source.parameters == nodes.reversed().map { ["\($0.id)"] })
        }
    }

    @Test func `unconnected nodes of a tree go in the order they were added`() async throws {
        try await withRecordedSession { session, source in
            session.add(contentsOf: ["a", "b", "c"].map { Node<Folder>($0) })
            try await session.flush()

            #expect(source.sent == [[SQL.begin], [SQL.insertMany("folders", "name", "up_id")]])
            #expect(source.parameters[1] == [#"{"a","b","c"}"#, "{NULL,NULL,NULL}"])
        }
    }

    @Test func `a branch changes its place from both sides`() async throws {
        try await withRecordedSession { session, source in
            let (a, b, c) = (Node<Folder>("a"), Node<Folder>("b"), Node<Folder>("c"))
            a.downs.append(b)
            session.add(contentsOf: [a, b, c])
            try await session.flush()
            try await session.load(\.downs, of: [a, b, c])
            source.clear()

            // c comes above b, and a below it: what was the root is the lowest.
            a.downs.remove(b)
            c.downs.append(b)
            b.downs.append(a)
            try await session.flush()

            #expect(source.sent == [[SQL.updateMany("folders", "up_id")]])
            #expect(try c.downs.all.map(\.name) == ["b"])
            #expect(try b.downs.all.map(\.name) == ["a"])
            #expect(try a.downs.all.isEmpty)
            #expect(!session.isDirty)
        }
    }

    @Test func `a node moves to the root and its parent is deleted`() async throws {
        try await withRecordedSession { session, source in
            let (a, b) = (Node<Branch>("a"), Node<Branch>("b"))
            a.downs.append(b)
            session.add(a)
            try await session.flush()
            source.clear()
            b.up = nil
            session.delete(a)
            try await session.flush()

            #expect(source.sent.last == [SQL.update("branches", "up_id"), SQL.delete("branches")])
            #expect(session.state(of: b) == .persistent)
        }
    }

    @Test func `a branch that is taken out goes with all that is on it`() async throws {
        try await withRecordedSession { session, source in
            let root = tree()
            session.add(root)
            try await session.commit()
            try await session.load(\.downs, of: root)
            source.clear()
            root.downs.remove(try root.downs.all[0])
            try await session.commit()

            let branches = SQL.select("branches", "name", "up_id", where: "up_id")
            let leaves = SQL.select("leaves", "name", "side_id", where: "side_id")
            #expect(
                source.sent == [
                    [branches], [leaves], [branches], [leaves],
                    [SQL.deleteMany("branches"), SQL.delete("branches")], [SQL.commit],
                ])
        }
        #expect(try await committed("SELECT name FROM branches ORDER BY 1") == ["2", "root"])
        #expect(try await committed("SELECT name FROM leaves ORDER BY 1") == ["a", "b"])
    }
}
