import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// Parts with two owners, parts that there is one of, and parts of parts.
@Suite("Orphans", .liveDatabase(.cascades), .timeLimit(.minutes(1)))
struct OrphanCaseTests {
    private typealias SQL = NodeSQL

    // MARK: Two owners

    private func customer(
        _ session: RecordingSession, _ source: RecordingSource
    ) async throws -> (customer: Node<Customer>, account: Node<Account>, seller: Node<Seller>) {
        let (account, seller) = (Node<Account>("a"), Node<Seller>("s"))
        let customer = Node<Customer>("c")
        account.downs.append(customer)
        seller.backs.append(customer)
        session.add(account)
        session.add(seller)
        try await session.commit()
        #expect(
            source.sent == [
                [SQL.begin], [SQL.insert("accounts", "name"), SQL.insert("sellers", "name")],
                [SQL.insert("customers", "name", "up_id", "side_id")], [SQL.commit],
            ])
        source.clear()
        return (customer, account, seller)
    }

    @Test(arguments: [(true, false), (false, true), (true, true)])
    func `a part of two owners goes when either lets go of it`(
        _ byAccount: Bool, _ bySeller: Bool
    ) async throws {
        try await withRecordedSession { session, source in
            let (customer, account, seller) = try await customer(session, source)
            if byAccount { account.downs.remove(customer) }
            if bySeller { seller.backs.remove(customer) }
            try await session.commit()

            #expect(source.sent == [[SQL.begin], [SQL.delete("customers")], [SQL.commit]])
            #expect(session.state(of: customer) == .detached)
        }
    }

    @Test func `a part of two owners goes with either`() async throws {
        try await withRecordedSession { session, source in
            let (_, account, seller) = try await customer(session, source)
            try await session.load(\.backs, of: seller)
            session.delete(account)
            try await session.commit()

            #expect(source.log.suffix(3).first == SQL.delete("customers"))
            #expect(try seller.backs.all.isEmpty)
        }
        #expect(try await committed("SELECT name FROM sellers") == ["s"])
    }

    @Test func `a new part that one of two owners lets go of belongs to the other`() async throws {
        try await withRecordedSession { session, source in
            let (account, seller) = (Node<Account>("a"), Node<Seller>("s"))
            let customer = Node<Customer>("c")
            account.downs.append(customer)
            seller.backs.append(customer)
            account.downs.remove(customer)
            session.add(account)
            session.add(seller)
            try await session.commit()

            #expect(customer.up == nil)
            #expect(customer.side?.id == seller.id)
        }
        #expect(try await committed("SELECT name FROM customers WHERE up_id IS NULL") == ["c"])
    }

    @Test func `a part without any owner is inserted, if the table takes it`() async throws {
        try await withRecordedSession { session, source in
            session.add(Node<Customer>("c"))
            try await session.commit()
            #expect(source.parameters[1] == ["c", "NULL", "NULL"])
        }
    }

    @Test func `a collection that is replaced by itself is no change`() async throws {
        try await withRecordedSession { session, source in
            let (customer, account, _) = try await customer(session, source)
            try await session.load(\.downs, of: account)
            try await session.commit()
            source.clear()
            try account.downs.replace(with: [customer])
            try account.downs.replace(with: [])
            try account.downs.replace(with: [customer])
            try await session.commit()

            #expect(source.log.isEmpty)
            #expect(customer.up?.id == account.id)
        }
    }

    // MARK: One of a kind

    enum Choice: String, CaseIterable, Sendable {
        case standard, freeing, deleting, owning
    }

    @Test(arguments: Choice.allCases, [false, true])
    func `the only part moves to a new owner, and the old one goes`(
        _ choice: Choice, _ isTakenOut: Bool
    ) async throws {
        switch choice {
        case .standard: try await move(Standard.self, isTakenOut)
        case .freeing: try await move(Freeing.self, isTakenOut)
        case .deleting: try await move(Deleting.self, isTakenOut)
        case .owning: try await move(Owning.self, isTakenOut)
        }
    }

    private func move<C: CascadeChoice>(_ choice: C.Type, _ isTakenOut: Bool) async throws {
        let (owners, parts) = (Keeper<C>.table, Kept<C>.table)
        try await withRecordedSession { session, source in
            let (old, new) = (Node<Keeper<C>>("old"), Node<Keeper<C>>("new"))
            let part = Node<Kept<C>>("p")
            old.only.set(part)
            session.add(old)
            try await session.commit()
            source.clear()
            if isTakenOut { try old.only.clear() }
            new.only.set(part)
            session.add(new)
            session.delete(old)
            try await session.commit()

            #expect(
                source.sent.suffix(3) == [
                    [SQL.insert(owners, "name")],
                    [SQL.update(parts, "up_id"), SQL.delete(owners)], [SQL.commit],
                ])
            #expect(part.up?.id == new.id)
        }
        #expect(
            try await committed(
                """
                SELECT p.name || o.name FROM \(raw: parts) p
                JOIN \(raw: owners) o ON o.id = p.up_id
                """) == ["pnew"])
    }

    @Test(arguments: Choice.allCases)
    func `another takes the only part's place`(_ choice: Choice) async throws {
        switch choice {
        case .standard: try await replace(Standard.self)
        case .freeing: try await replace(Freeing.self)
        case .deleting: try await replace(Deleting.self)
        case .owning: try await replace(Owning.self)
        }
    }

    private func replace<C: CascadeChoice>(_ choice: C.Type) async throws {
        let parts = Kept<C>.table
        let isOrphan = C.cascade.contains(.deleteOrphan)
        try await withRecordedSession { session, source in
            let owner = Node<Keeper<C>>("o")
            owner.only.set(Node("1"))
            session.add(owner)
            try await session.commit()
            source.clear()
            owner.only.set(Node("2"))
            owner.only.set(Node("3"))
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin],
                    [
                        isOrphan ? SQL.delete(parts) : SQL.update(parts, "up_id"),
                        SQL.insert(parts, "name", "up_id"),
                    ], [SQL.commit],
                ])
        }
        #expect(
            try await committed("SELECT name FROM \(raw: parts) ORDER BY name")
                == (isOrphan ? ["3"] : ["1", "3"]))
    }

    enum Change: CaseIterable, Sendable {
        case swapped, swappedByReference, shifted, replacedByReference
    }

    @Test(arguments: Change.allCases)
    func `the only parts of several owners change places`(_ change: Change) async throws {
        try await withRecordedSession { session, source in
            let owners = ["a", "b", "c"].map { Node<Keeper<Standard>>($0) }
            let parts = ["1", "2"].map { Node<Kept<Standard>>($0) }
            owners[0].only.set(parts[0])
            owners[1].only.set(parts[1])
            session.add(contentsOf: owners)
            try await session.commit()
            source.clear()
            let one = SQL.update("kept_standard", "up_id")
            let all = SQL.updateMany("kept_standard", "up_id")
            var expected = [all, all]
            switch change {
            case .swapped:
                owners[0].only.set(parts[1])
                owners[1].only.set(parts[0])
            case .swappedByReference:
                parts[0].up = ToOne(owners[1])
                parts[1].up = ToOne(owners[0])
            case .shifted:
                owners[1].only.set(parts[0])
                owners[2].only.set(parts[1])
                expected = [one, all]
            case .replacedByReference:
                session.add(Node<Kept<Standard>>("3", up: owners[0]))
                parts[0].up = ToOne(owners[2])
                expected = [one, SQL.insert("kept_standard", "name", "up_id"), one]
            }
            try await session.commit()

            #expect(source.sent == [[SQL.begin], expected, [SQL.commit]])
            #expect(!session.isDirty)
        }
        let places: [Change: [String]] = [
            .swapped: ["a2", "b1"], .swappedByReference: ["a2", "b1"], .shifted: ["b1", "c2"],
            .replacedByReference: ["a3", "b2", "c1"],
        ]
        #expect(
            try await committed(
                """
                SELECT o.name || p.name FROM kept_standard p
                JOIN keepers_standard o ON o.id = p.up_id ORDER BY 1
                """) == places[change])
    }

    // MARK: More than there are columns for

    @Test func `rows in between are told by their two keys, whatever else they have`()
        async throws
    {
        try await TestDatabase.pool.query(
            "ALTER TABLE linkers_standard_peers ADD COLUMN since timestamptz DEFAULT now()")
        try await withRecordedSession { session, source in
            let side = Node<Linker<Standard>>("s")
            let others = (1...3).map { Node<Linked<Standard>>("\($0)") }
            side.peers.append(contentsOf: others)
            session.add(side)
            try await session.commit()
            try await session.load(\.peers, of: side)
            source.clear()
            try side.peers.removeAll()
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.separate("linkers_standard", "linked_standard")], [SQL.commit],
                ])
            #expect(source.parameters[0].count == 2)
        }
        #expect(try await committed("SELECT name FROM linked_standard").count == 3)
    }
}
