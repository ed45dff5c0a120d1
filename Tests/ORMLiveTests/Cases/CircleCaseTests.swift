import ORM
import ORMTestSupport
import PGTestKit
import Testing

@Suite("Tables that refer to each other", .liveDatabase(.cycles), .timeLimit(.minutes(1)))
struct CircleCaseTests {
    private typealias SQL = NodeSQL

    // MARK: References both ways

    @Test func `what comes after a circle that is there already is no part of it`() async throws {
        try await withRecordedSession { session, source in
            let left = Node<Left>("l", side: Node<Right>("r"))
            session.add(left)
            try await session.flush()
            #expect(
                source.sent == [
                    [SQL.begin], [SQL.insert("rights", "name", "side_id")],
                    [SQL.insert("lefts", "name", "side_id")],
                ])
            source.clear()

            let right = try #require(left.side).value
            session.add(Node<Couple>("c", up: left, side: right))
            try await session.flush()

            #expect(source.sent == [[SQL.insert("couples", "name", "up_id", "side_id")]])
            #expect(source.parameters[0] == ["c", "\(left.id)", "\(right.id)"])
        }
    }

    @Test func `new rows of the circle's tables come before what needs them`() async throws {
        try await withRecordedSession { session, source in
            let left = Node<Left>("l", side: Node<Right>("r"))
            session.add(left)
            try await session.flush()
            source.clear()

            let (left2, right2) = (Node<Left>("l2"), Node<Right>("r2"))
            session.add(left2)
            session.add(right2)
            session.add(Node<Couple>("c2", up: left2, side: right2))
            session.add(Node<Couple>("c", up: left, side: try #require(left.side).value))
            try await session.commit()

            #expect(
                source.sent == [
                    [
                        SQL.insert("lefts", "name", "side_id"),
                        SQL.insert("rights", "name", "side_id"),
                    ],
                    [SQL.insertMany("couples", "name", "up_id", "side_id")], [SQL.commit],
                ])
        }
    }

    @Test func `two rows that refer to each other are opened at one of them`() async throws {
        try await withRecordedSession { session, source in
            let left = Node<Left>("l")
            let right = Node<Right>("r", side: left)
            left.side = ToOne(right)
            session.add(left)
            try await session.flush()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.insert("lefts", "name"), SQL.keys],
                    [SQL.insertKnown("rights", "name", "side_id"), SQL.update("lefts", "side_id")],
                ])
            source.clear()
            session.delete(right)
            session.delete(left)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.update("lefts", "side_id"), SQL.delete("rights"), SQL.delete("lefts")],
                    [SQL.commit],
                ])
        }
    }

    // MARK: Collections both ways

    /// Eggs a and c, hens b, d, e and f: b is below a, and c leads to b.
    private func barn() -> (eggs: [Node<Egg>], hens: [Node<Hen>]) {
        let eggs = ["a", "c"].map { Node<Egg>($0) }
        let hens = ["b", "d", "e", "f"].map { Node<Hen>($0) }
        eggs[0].downs.append(hens[0])
        hens[1].backs.append(eggs[1])
        hens[1].backs.remove(eggs[1])
        hens[0].backs.append(eggs[1])
        return (eggs, hens)
    }

    @Test func `collections of each other are saved without a circle`() async throws {
        try await withRecordedSession { session, source in
            let (eggs, hens) = barn()
            session.add(contentsOf: eggs)
            session.add(contentsOf: hens)
            try await session.commit()

            #expect(
                source.sent == [
                    [
                        SQL.begin
                    ],
                    [
                        SQL.insert("eggs", "name", "side_id"),
                        SQL.insertMany("hens", "name", "up_id"), SQL.keys,
                    ],
                    [
                        SQL.insertKnown("hens", "name", "up_id"),
                        SQL.insert("eggs", "name", "side_id"),
                    ],
                    [SQL.commit],
                ])
            #expect(eggs[1].side?.id == hens[0].id)
            #expect(hens[0].up?.id == eggs[0].id)
        }
    }

    @Test func `parts of one of them are freed when it goes`() async throws {
        try await withRecordedSession { session, source in
            let (eggs, hens) = barn()
            let spots = ["1", "2", "3"].map { Node<Spot>($0) }
            eggs[0].backs.append(contentsOf: [spots[0], spots[1]])
            eggs[1].backs.append(spots[2])
            session.add(contentsOf: eggs)
            session.add(contentsOf: hens)
            try await session.commit()
            source.clear()
            session.delete(hens[1])
            session.delete(eggs[1])
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.select("hens", "name", "up_id", where: "up_id")],
                    [SQL.select("spots", "name", "side_id", where: "side_id")],
                    [SQL.select("eggs", "name", "side_id", where: "side_id")],
                    [SQL.update("spots", "side_id"), SQL.delete("hens"), SQL.delete("eggs")],
                    [SQL.commit],
                ])
            #expect(spots[2].side == nil)
            #expect(spots[0].side?.id == eggs[0].id)
        }
    }

    // MARK: A collection one way, a reference the other

    /// A child with four toys, of which the first is the favourite.
    private func child() -> (child: Node<Child>, toys: [Node<Toy>]) {
        let child = Node<Child>("c")
        let toys = (1...4).map { Node<Toy>("t\($0)") }
        child.downs.append(contentsOf: toys)
        child.side = ToOne(toys[0])
        return (child, toys)
    }

    @Test func `without a favourite there is no circle`() async throws {
        try await withRecordedSession { session, source in
            let child = Node<Child>("c")
            child.downs.append(Node("t"))
            session.add(child)
            try await session.flush()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.insert("children", "name", "side_id")],
                    [SQL.insert("toys", "name", "up_id")],
                ])
        }
    }

    @Test(arguments: [false, true])
    func `the favourite is set by an update after both are there`(
        _ toysComeFirst: Bool
    ) async throws {
        try await withRecordedSession { session, source in
            let (child, toys) = child()
            if toysComeFirst { session.add(contentsOf: toys) }
            session.add(child)
            try await session.flush()

            if toysComeFirst {
                #expect(
                    source.sent == [
                        [SQL.begin],
                        [SQL.insert("toys", "name"), SQL.keys, SQL.keys],
                        [
                            SQL.insertKnown("children", "name", "side_id"),
                            SQL.insertManyKnown("toys", "name", "up_id"),
                            SQL.update("toys", "up_id"),
                        ],
                    ])
            } else {
                #expect(
                    source.sent == [
                        [SQL.begin], [SQL.insert("children", "name"), SQL.keys],
                        [
                            SQL.insertManyKnown("toys", "name", "up_id"),
                            SQL.update("children", "side_id"),
                        ],
                    ])
            }
            #expect(try child.side?.value === toys[0])
            #expect(toys.allSatisfy { $0.up?.id == child.id })
            #expect(!session.isDirty)
        }
        let favourites = try await committed("SELECT name FROM children WHERE side_id IS NULL")
        #expect(favourites.isEmpty)
    }

    @Test func `the owner is deleted with what it owns, the favourite among it`() async throws {
        var id = 0
        try await withRecordedSession { session, _ in
            let (child, _) = child()
            session.add(child)
            try await session.commit()
            id = child.id
        }
        try await withRecordedSession { session, source in
            let child = try #require(try await session.get(Node<Child>.self, id))
            source.clear()
            session.delete(child)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.select("toys", "name", "up_id", where: "up_id")],
                    [
                        SQL.update("children", "side_id"), SQL.deleteMany("toys"),
                        SQL.delete("children"),
                    ],
                    [SQL.commit],
                ])
        }
        #expect(try await committed("SELECT name FROM toys").isEmpty)
    }

    @Test func `a favourite of another child's makes no circle`() async throws {
        try await withRecordedSession { session, source in
            let (child, toys) = child()
            let admirer = Node<Child>("a", side: toys[3])
            session.add(contentsOf: [child, admirer])
            try await session.commit()
            source.clear()
            session.delete(admirer)
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.select("toys", "name", "up_id", where: "up_id")],
                    [SQL.delete("children")], [SQL.commit],
                ])
        }
        #expect(try await committed("SELECT name FROM toys").count == 4)
    }

    @Test func `the owner changes from either side`() async throws {
        try await withRecordedSession { session, source in
            let children = ["1", "2", "3"].map { Node<Child>($0) }
            let toy = Node<Toy>("t", up: children[0])
            session.add(contentsOf: children)
            session.add(toy)
            try await session.commit()
            source.clear()

            toy.up = ToOne(children[1])
            try await session.commit()
            children[2].downs.append(toy)
            try await session.commit()

            let change = [[SQL.begin], [SQL.update("toys", "up_id")], [SQL.commit]]
            #expect(source.sent == change + change)
            #expect(toy.up?.id == children[2].id)
        }
    }

    @Test func `a reference that was never loaded is cleared`() async throws {
        try await withRecordedSession { session, _ in
            session.add(Node<Toy>("t", up: Node<Child>("c")))
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let toy = try #require(try await session.first(Node<Toy>.all))
            #expect(toy.up?.isLoaded == false)
            source.clear()
            toy.up = nil
            try await session.flush()

            #expect(source.sent == [[SQL.update("toys", "up_id")]])
            #expect(source.parameters == [["NULL", "\(toy.id)"]])
            #expect(toy.up == nil)
        }
    }
}
