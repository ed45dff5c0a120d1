import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// What a cascade makes of parts that are taken out, and of parts whose owner goes.
@Suite("Owners under every cascade", .liveDatabase(.cascades), .timeLimit(.minutes(1)))
struct OwnerCaseTests {
    private typealias SQL = NodeSQL

    enum Choice: String, CaseIterable, Sendable {
        case standard, freeing, deleting, owning
    }

    /// An owner with two parts, in a session that has loaded them, where nothing was sent yet.
    private func withOwner<C: CascadeChoice>(
        _ choice: C.Type,
        _ body: (RecordingSession, RecordingSource, Node<Holder<C>>, [Node<Held<C>>]) async throws
            -> Void
    ) async throws {
        try await withRecordedSession { session, source in
            let owner = Node<Holder<C>>("o")
            owner.downs.append(contentsOf: [Node("1"), Node("2")])
            session.add(owner)
            try await session.commit()
            try await session.load(\.downs, of: owner)
            try await session.commit()
            source.clear()
            try await body(session, source, owner, try owner.downs.all)
        }
    }

    private func left<C: CascadeChoice>(_ choice: C.Type) async throws -> [String] {
        try await committed(
            """
            SELECT p.name || coalesce(o.name, '-') FROM \(raw: Held<C>.table) p
            LEFT JOIN \(raw: Holder<C>.table) o ON o.id = p.up_id ORDER BY 1
            """)
    }

    // MARK: The owner goes

    @Test(arguments: Choice.allCases)
    func `the owner goes`(_ choice: Choice) async throws {
        switch choice {
        case .standard: try await refuse()
        case .freeing: try await delete(Freeing.self, ["1-", "2-"])
        case .deleting: try await delete(Deleting.self, [])
        case .owning: try await delete(Owning.self, [])
        }
    }

    private func delete<C: CascadeChoice>(_ choice: C.Type, _ expected: [String]) async throws {
        let (owners, parts) = (Holder<C>.table, Held<C>.table)
        try await withOwner(choice) { session, source, owner, held in
            session.delete(owner)
            try await session.commit()

            let first =
                C.cascade.contains(.nullify)
                ? SQL.updateMany(parts, "up_id") : SQL.deleteMany(parts)
            #expect(source.sent == [[SQL.begin], [first, SQL.delete(owners)], [SQL.commit]])
            #expect(
                held.map { session.state(of: $0) }
                    == held.map { _ in C.cascade.contains(.delete) ? .detached : .persistent })
        }
        #expect(try await left(choice) == expected)
    }

    /// Without a cascade the server decides.
    private func refuse() async throws {
        try await withOwner(Standard.self) { session, source, owner, _ in
            session.delete(owner)
            let error = await #expect(throws: PGError.self) { try await session.commit() }
            #expect(error?.sqlState == .foreignKeyViolation)
            #expect(source.sent == [[SQL.begin], [SQL.delete("holders_standard")]])
            try await session.rollback()
            #expect(session.state(of: owner) == .persistent)
        }
        #expect(try await left(Standard.self) == ["1o", "2o"])
    }

    // MARK: A part is taken out

    @Test(arguments: Choice.allCases)
    func `a part is taken out`(_ choice: Choice) async throws {
        switch choice {
        case .standard: try await remove(Standard.self, ["1-", "2o"])
        case .freeing: try await remove(Freeing.self, ["1-", "2o"])
        case .deleting: try await remove(Deleting.self, ["1-", "2o"])
        case .owning: try await remove(Owning.self, ["2o"])
        }
    }

    private func remove<C: CascadeChoice>(_ choice: C.Type, _ expected: [String]) async throws {
        let parts = Held<C>.table
        let isOrphan = C.cascade.contains(.deleteOrphan)
        try await withOwner(choice) { session, source, owner, held in
            owner.downs.remove(held[0])
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [isOrphan ? SQL.delete(parts) : SQL.update(parts, "up_id")],
                    [SQL.commit],
                ])
            #expect(held[0].up == nil || isOrphan)
            #expect(session.state(of: held[0]) == (isOrphan ? .detached : .persistent))
        }
        #expect(try await left(choice) == expected)
    }

    @Test(arguments: Choice.allCases)
    func `all parts are taken out`(_ choice: Choice) async throws {
        switch choice {
        case .standard: try await removeAll(Standard.self, ["1-", "2-"])
        case .freeing: try await removeAll(Freeing.self, ["1-", "2-"])
        case .deleting: try await removeAll(Deleting.self, ["1-", "2-"])
        case .owning: try await removeAll(Owning.self, [])
        }
    }

    private func removeAll<C: CascadeChoice>(
        _ choice: C.Type, _ expected: [String]
    ) async throws {
        let parts = Held<C>.table
        let isOrphan = C.cascade.contains(.deleteOrphan)
        try await withOwner(choice) { session, source, owner, _ in
            try owner.downs.removeAll()
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin],
                    [isOrphan ? SQL.deleteMany(parts) : SQL.updateMany(parts, "up_id")],
                    [SQL.commit],
                ])
        }
        #expect(try await left(choice) == expected)
    }

    @Test(arguments: Choice.allCases)
    func `a part is taken out before the owner goes`(_ choice: Choice) async throws {
        switch choice {
        case .standard: try await removeAndDelete(Standard.self, both: true, ["1-", "2-"])
        case .freeing: try await removeAndDelete(Freeing.self, ["1-", "2-"])
        case .deleting: try await removeAndDelete(Deleting.self, ["1-"])
        case .owning: try await removeAndDelete(Owning.self, [])
        }
    }

    private func removeAndDelete<C: CascadeChoice>(
        _ choice: C.Type, both: Bool = false, _ expected: [String]
    ) async throws {
        let (owners, parts) = (Holder<C>.table, Held<C>.table)
        try await withOwner(choice) { session, source, owner, held in
            owner.downs.remove(held[0])
            if both { owner.downs.remove(held[1]) }
            session.delete(owner)
            try await session.commit()

            let writes: [String] =
                switch (C.cascade.contains(.delete), C.cascade.contains(.deleteOrphan)) {
                case (true, true): [SQL.deleteMany(parts)]
                case (true, false): [SQL.update(parts, "up_id"), SQL.delete(parts)]
                default: [SQL.updateMany(parts, "up_id")]
                }
            #expect(
                source.sent.suffix(2) == [writes + [SQL.delete(owners)], [SQL.commit]])
        }
        #expect(try await left(choice) == expected)
    }

    // MARK: A part moves

    @Test(arguments: Choice.allCases, [false, true])
    func `a part moves to another owner, which may be the last thing its old one sees`(
        _ choice: Choice, _ oldGoes: Bool
    ) async throws {
        switch choice {
        case .standard: try await move(Standard.self, oldGoes, ["1n", "2n"], ["1n", "2o"])
        case .freeing: try await move(Freeing.self, oldGoes, ["1n", "2-"], ["1n", "2o"])
        case .deleting: try await move(Deleting.self, oldGoes, ["1n"], ["1n", "2o"])
        case .owning: try await move(Owning.self, oldGoes, ["1n"], ["1n", "2o"])
        }
    }

    /// The part is appended to the new owner, and still in the collection of the old one.
    private func move<C: CascadeChoice>(
        _ choice: C.Type, _ oldGoes: Bool, _ expected: [String], _ otherwise: [String]
    ) async throws {
        let (owners, parts) = (Holder<C>.table, Held<C>.table)
        try await withOwner(choice) { session, source, owner, held in
            let new = Node<Holder<C>>("n")
            new.downs.append(held[0])
            if oldGoes {
                if !C.cascade.contains(.nullify), !C.cascade.contains(.delete) {
                    new.downs.append(held[1])
                }
                session.delete(owner)
            }
            session.add(new)
            try await session.commit()

            let insert = [SQL.insert(owners, "name")]
            if oldGoes {
                #expect(source.sent.suffix(3).first == insert)
                #expect(source.log.suffix(2) == [SQL.delete(owners), SQL.commit])
            } else {
                #expect(
                    source.sent == [
                        [SQL.begin], insert, [SQL.update(parts, "up_id")], [SQL.commit],
                    ])
                #expect(try owner.downs.all.map(\.name) == ["2"])
            }
            #expect(try held[0].up?.value === new)
        }
        #expect(try await left(choice) == (oldGoes ? expected : otherwise))
    }

    // MARK: Changes of mind

    @Test func `what was appended and taken out again was never there`() async throws {
        try await withOwner(Owning.self) { session, source, owner, _ in
            let part = Node<Held<Owning>>("3")
            owner.downs.append(part)
            owner.downs.remove(part)
            try await session.commit()

            #expect(source.log.isEmpty)
            #expect(session.state(of: part) == .transient)
        }
    }

    @Test func `what a plan has seen can still be taken out`() async throws {
        try await withOwner(Owning.self) { session, source, owner, _ in
            let part = Node<Held<Owning>>("3")
            owner.downs.append(part)
            #expect(
                try session.plan().description
                    == "INSERT held_owning (name, up_id) returning id: 1 row")
            owner.downs.remove(part)
            try await session.commit()

            #expect(source.log.isEmpty)
            #expect(session.state(of: part) == .transient)
        }
    }

    @Test func `a new owner's first parts can be others than at first`() async throws {
        try await withRecordedSession { session, source in
            let owner = Node<Holder<Owning>>("o")
            let parts = (1...4).map { Node<Held<Owning>>("\($0)") }
            owner.downs.append(contentsOf: parts[0...1])
            session.add(owner)
            owner.downs.remove(parts[0])
            owner.downs.remove(parts[1])
            owner.downs.append(contentsOf: parts[2...3])
            try await session.commit()

            #expect(
                source.sent == [
                    [SQL.begin], [SQL.insert("holders_owning", "name")],
                    [SQL.insertMany("held_owning", "name", "up_id")], [SQL.commit],
                ])
            #expect(source.parameters[2] == [#"{"3","4"}"#, #"{"\#(owner.id)","\#(owner.id)"}"#])
        }
        #expect(try await left(Owning.self) == ["3o", "4o"])
    }

    @Test func `one that was added by itself stays when its owner lets go of it`() async throws {
        try await withRecordedSession { session, source in
            let (owner, part) = (Node<Holder<Owning>>("o"), Node<Held<Owning>>("1"))
            session.add(part)
            owner.downs.append(part)
            owner.downs.remove(part)
            session.add(owner)
            try await session.commit()

            #expect(source.sent[1].count == 2)
            #expect(session.state(of: part) == .persistent)
        }
        #expect(try await left(Owning.self) == ["1-"])
    }

    @Test func `the collections that nobody loaded stay so`() async throws {
        try await withRecordedSession { session, source in
            let owner = Node<Holder<Owning>>("o")
            session.add(owner)
            try await session.flush()
            #expect(!owner.downs.isLoaded)
            let part = Node<Held<Owning>>("1", up: owner)
            session.add(part)
            try await session.flush()
            #expect(!owner.downs.isLoaded)
            part.up = ToOne(id: owner.id)
            try await session.commit()

            #expect(part.up?.isLoaded == false)
            #expect(source.trips == [1, 1, 1, 1])
        }
    }

    @Test func `a rollback undoes all that a cascade did`() async throws {
        try await withOwner(Owning.self) { session, _, owner, held in
            owner.downs.remove(held[0])
            session.delete(owner)
            try await session.flush()
            #expect(held.allSatisfy { session.state(of: $0) == .deleted })
            try await session.rollback()

            #expect(held.allSatisfy { session.state(of: $0) == .persistent })
            #expect(held.allSatisfy { $0.up?.id == owner.id })
            #expect(try Set(owner.downs.all.map(\.name)) == ["1", "2"])
            #expect(!session.isDirty)
        }
        #expect(try await left(Owning.self) == ["1o", "2o"])
    }
}
