import ORM
import ORMTestSupport
import PGTestKit
import Testing

/// Which statements load what, for which owners, into what is there already.
@Suite("Loading by keys, case by case", .liveDatabase(.streets), .timeLimit(.minutes(1)))
struct SelectInCaseTests {
    private typealias SQL = NodeSQL

    private static let houses = SQL.select("houses", "name", "up_id", "side_id", where: "up_id")
    private static let rooms = SQL.select("rooms", "name", "up_id", where: "up_id")

    /// Streets A with two houses of two rooms each, B with one house, and C without any.
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let streets = ["A", "B", "C"].map { Node<Street>($0) }
            for (street, numbers) in zip(streets, [[2, 1], [1], []]) {
                for number in numbers {
                    let house = Node<House>("\(street.name)\(number)")
                    street.downs.append(house)
                    for room in ["x", "y"] { house.downs.append(Node("\(house.name)\(room)")) }
                }
            }
            session.add(contentsOf: streets)
            try await session.commit()
        }
    }

    private func names(_ streets: [Node<Street>]) throws -> [[String]] {
        try streets.map { try $0.downs.all.map(\.name) }
    }

    @Test func `each level is one statement, and an owner without any has none`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let streets = try await session.fetch(
                Node<Street>.orderBy { $0.name }.include(\.downs) { $0.include(\.downs) })

            #expect(
                source.sent.dropFirst() == [
                    [
                        #"SELECT "streets"."id", "streets"."name", "streets"."side_id" "#
                            + #"FROM "streets" ORDER BY "streets"."name""#
                    ], [Self.houses], [Self.rooms],
                ])
            #expect(source.parameters[2] == [#"{"1","2","3"}"#])
            #expect(try names(streets) == [["A2", "A1"], ["B1"], []])
            #expect(try streets[0].downs.all[1].downs.all.map(\.name) == ["A1x", "A1y"])
        }
    }

    @Test func `an order of the include is the order of each collection`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let streets = try await session.fetch(
                Node<Street>.orderBy { $0.name.descending }.include(\.downs) {
                    $0.orderBy { $0.name }.include(\.downs) { $0.orderBy { $0.name.descending } }
                })

            #expect(source.log[2].hasSuffix(#"ORDER BY "houses"."name""#))
            #expect(source.log[3].hasSuffix(#"ORDER BY "rooms"."name" DESC"#))
            #expect(try names(streets) == [[], ["B1"], ["A1", "A2"]])
            #expect(try streets[2].downs.all[0].downs.all.map(\.name) == ["A1y", "A1x"])
        }
    }

    @Test func `a limit of the query asks only for the owners it found`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let streets = try await session.fetch(
                Node<Street>.orderBy { $0.name }.offset(1).limit(2).include(\.downs))

            #expect(source.sent.last == [Self.houses])
            #expect(source.parameters.last == [#"{"2","3"}"#])
            #expect(try names(streets) == [["B1"], []])
        }
    }

    @Test func `from the other end, each target is asked for once, and not when it is known`()
        async throws
    {
        try await seed()
        try await withRecordedSession { session, source in
            let rooms = try await session.fetch(
                Node<Room>.orderBy { $0.name }.include(\.up) { $0.include(\.up) })

            #expect(source.trips == [1, 1, 1, 1])
            #expect(source.parameters[2] == [#"{"2","1","3"}"#])
            #expect(source.parameters[3] == [#"{"1","2"}"#])
            #expect(try rooms[0].up?.value === rooms[1].up?.value)
            #expect(try rooms[0].up?.value.up?.value === rooms[3].up?.value.up?.value)
            source.clear()

            _ = try await session.fetch(Node<Room>.all.include(\.up) { $0.include(\.up) })
            #expect(source.trips == [1])
        }
    }

    // MARK: In batches

    @Test(arguments: [(1, 7), (2, 4), (3, 3), (6, 2), (7, 1), (100, 1)])
    func `owners are asked for in batches of one round trip`(
        _ size: Int, _ batches: Int
    ) async throws {
        try await withRecordedSession { session, _ in
            for number in 1...7 {
                let street = Node<Street>("s\(number)")
                for house in 0..<number { street.downs.append(Node("h\(house)")) }
                session.add(street)
            }
            try await session.commit()
        }
        let source = RecordingSource(try TestDatabase.pool)
        let session = RecordingSession(
            source, configuration: SessionConfiguration(maximumBatch: size))
        let streets = try await session.fetch(Node<Street>.orderBy { $0.id }.include(\.downs))

        #expect(source.trips == [1, 1, batches])
        let asked = source.parameters.dropFirst(2).map { $0[0].split(separator: ",").count }
        #expect(asked.dropLast().allSatisfy { $0 == size } && asked.reduce(0, +) == 7)
        #expect(try streets.map { try $0.downs.all.count } == Array(1...7))

        source.clear()
        let houses = try await session.fetch(Node<House>.orderBy { $0.id }.include(\.up))
        #expect(houses.allSatisfy { $0.up?.isLoaded == true })
        #expect(source.trips == [1])
        await session.close()
    }

    @Test func `thousands of owners are one array, and more than fit are two`() async throws {
        let count = 12_000
        try await TestDatabase.pool.query(
            """
            WITH s AS (
                INSERT INTO streets (name) SELECT 's' || n FROM generate_series(1, \(count)) n
                RETURNING id)
            INSERT INTO houses (name, up_id) SELECT 'h', id FROM s
            """)
        try await withRecordedSession { session, source in
            let streets = try await session.fetch(Node<Street>.all.include(\.downs))

            #expect(source.trips == [1, 1, 2])
            #expect(streets.count == count)
            #expect(try streets.allSatisfy { try $0.downs.all.count == 1 })
        }
        try await withRecordedSession { session, source in
            let houses = try await session.fetch(Node<House>.all.include(\.up))
            #expect(source.trips == [1, 1, 2])
            #expect(houses.allSatisfy { $0.up?.isLoaded == true })
        }
    }

    @Test(arguments: [1, 2, 3, 5])
    func `a stream loads what it includes chunk by chunk`(_ chunk: Int) async throws {
        try await seed()
        try await withRecordedSession { session, source in
            var found: [[String]] = []
            let query = Node<Street>.orderBy { $0.name }.include(\.downs)
            for try await street in session.stream(query, chunk: chunk) {
                found.append(try street.downs.all.map(\.name))
            }

            #expect(found == [["A2", "A1"], ["B1"], []])
            #expect(source.log.filter { $0 == Self.houses }.count == (3 + chunk - 1) / chunk)
        }
    }

    // MARK: What is there already

    @Test func `a deeper include goes through what was loaded before`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let query = Node<Street>.where { $0.name == "A" }
            let street = try #require(try await session.first(query.include(\.downs)))
            let house = try street.downs.all[0]
            #expect(!house.downs.isLoaded)
            _ = try await session.fetch(query.include(\.downs) { $0.include(\.downs) })

            #expect(try street.downs.all[0] === house)
            #expect(try house.downs.all.map(\.name) == ["A2x", "A2y"])
            #expect(source.trips == [1, 1, 1, 1, 1, 1])
        }
    }

    @Test func `changes that were not flushed outlive a load, new members among them`()
        async throws
    {
        try await seed()
        let source = RecordingSource(try TestDatabase.pool)
        let session = RecordingSession(
            source, configuration: SessionConfiguration(autoflush: false))
        let query = Node<Street>.where { $0.name == "A" }
        let street = try #require(try await session.first(query.include(\.downs)))
        let new = Node<House>("new")
        street.downs.append(new)
        let changed = try street.downs.all[0]
        changed.name = "changed"

        _ = try await session.fetch(query.include(\.downs) { $0.include(\.downs) })

        #expect(try street.downs.all.map(\.name) == ["changed", "A1", "new"])
        #expect(try street.downs.all.map(\.downs.isLoaded) == [true, true, false])
        #expect(session.changedProperties(of: changed) == ["name"])
        await session.close()
    }

    @Test func `a refresh reads the row and leaves its collections`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let street = try #require(
                try await session.first(Node<Street>.orderBy { $0.name }.include(\.downs)))
            source.clear()
            try await session.refresh(street)

            #expect(source.trips == [1])
            #expect(try street.downs.all.count == 2)
        }
    }

    // MARK: Two ways to the same rows

    /// A house, its street, and the landlord of both, with a dog and two banks.
    private func landlord() async throws {
        try await withRecordedSession { session, _ in
            let landlord = Node<Landlord>("l")
            landlord.next = ToOne(Node("n"))
            landlord.peers.append(contentsOf: [Node("1"), Node("2")])
            landlord.downs.append(Node("d"))
            let street = Node<Street>("s", side: landlord)
            session.add(Node<House>("h", up: street, side: landlord))
            try await session.commit()
        }
    }

    @Test(arguments: [LoadStrategy.selectIn, .joined])
    func `each of two ways to a row loads what it includes there`(
        _ strategy: LoadStrategy
    ) async throws {
        try await landlord()
        try await withRecordedSession { session, source in
            let house = try #require(
                try await session.fetch(
                    Node<House>.all
                        .include(\.side, strategy) { $0.include(\.backs).include(\.next) }
                        .include(\.up, strategy) {
                            $0.include(\.side, strategy) {
                                $0.include(\.downs).include(\.peers)
                            }
                        }
                ).first)

            let landlord = try #require(try house.side?.value)
            #expect(try house.up?.value.side?.value === landlord)
            #expect(try landlord.backs.all.first === house)
            #expect(try landlord.next?.value.name == "n")
            #expect(try landlord.downs.all.map(\.name) == ["d"])
            #expect(try landlord.peers.all.map(\.name) == ["1", "2"])
            #expect(!session.isDirty)
        }
    }

    @Test func `siblings from one table travel together and do not mix`() async throws {
        try await landlord()
        try await withRecordedSession { session, source in
            let landlord = try #require(
                try await session.first(
                    Node<Landlord>.all.include(\.next).include(\.peers) {
                        $0.where { $0.name == "2" }
                    }))

            #expect(source.trips == [1, 1, 2])
            #expect(try landlord.next?.value.name == "n")
            #expect(try landlord.peers.all.map(\.name) == ["2"])
        }
    }

    @Test func `owners that share members have the same instances, each once`() async throws {
        try await withRecordedSession { session, _ in
            let banks = ["1", "2", "3"].map { Node<Bank>($0) }
            for number in 1...3 {
                let landlord = Node<Landlord>("\(number)")
                landlord.peers.append(contentsOf: banks.prefix(number))
                session.add(landlord)
            }
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let landlords = try await session.fetch(
                Node<Landlord>.orderBy { $0.name }.include(\.peers).include(\.downs))
            let again = try await session.fetch(
                Node<Landlord>.orderBy { $0.name }.include(\.peers))

            #expect(
                try landlords.map { try $0.peers.all.map(\.name) } == [
                    ["1"], ["1", "2"], ["1", "2", "3"],
                ])
            #expect(try landlords[0].peers.all[0] === landlords[2].peers.all[0])
            #expect(zip(landlords, again).allSatisfy { $0 === $1 })
            #expect(source.trips == [1, 1, 2, 1, 1])
        }
    }

    // MARK: Trees

    @Test(arguments: 1...5)
    func `a tree is loaded as deep as it is said`(_ depth: Int) async throws {
        try await withRecordedSession { session, _ in
            var folder = Node<Folder>("4")
            for number in (0..<4).reversed() {
                let above = Node<Folder>("\(number)")
                above.downs.append(folder)
                folder = above
            }
            session.add(folder)
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            func below(_ query: EntityQuery<Node<Folder>>, _ rest: Int) -> EntityQuery<Node<Folder>>
            {
                rest == 0 ? query : query.include(\.downs) { below($0, rest - 1) }
            }
            var folder = try #require(
                try await session.fetch(below(Node<Folder>.where { $0.name == "0" }, depth)).first)

            #expect(source.trips.count == 2 + depth)
            for level in 0..<depth {
                guard let next = try folder.downs.all.first else {
                    #expect(level == 4)
                    break
                }
                folder = next
            }
            #expect(folder.name == "\(min(depth, 4))")
            #expect(folder.downs.isLoaded == (depth == 5))
        }
    }
}
