import PGTestKit
import PGWire
import QueryBuilder
import Testing

/// Every place of a statement that takes a name, with hostile ones.
@Suite("Names on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct NameLiveTests {
    static let names = [
        "x\"; DROP TABLE users; --", "\"", "\"\"", "a b", "select", "Ünïcödé 🐘", "'", "\\", "$1",
        ".",
        "a.b", "nul\0\" FROM users; DROP TABLE users --", "/*", String(repeating: "n", count: 63),
    ]

    @Test(arguments: names)
    func `aliases, labels, tables, windows and cursors`(_ name: String) async throws {
        let pool = try TestDatabase.pool
        let label = Label<Int>(name)
        let counts = PostRow.all.groupBy { $0.authorID }.select { ($0.authorID, countRows()) }
        let start = select(Expression.value(1))
        let chain = start.recursive(name) { me in
            me.all.crossJoin(UserRow.only).where { m, _ in m.columns.lt(2) }
                .select { m, _ in m.columns.plusOne }
        }
        let walk = chain.search(.depthFirst, by: { $0.columns }, into: name + "1")
            .cycle(on: { $0.columns }, mark: CycleMark(Label(name + "2")), path: name + "3")

        let aliased = try await UserRow.as(name).where { $0.id == 1 }.select { $0.id }
            .fetch(on: pool)
        let joined = try await UserRow.all.join(UserRow.self, as: name) { $0.id == $1.id }
            .lock(.update) { _, twin in twin }
            .select { u, _ in u.id.labelled(label) }.orderBy { _ in label }.fetch(on: pool)
        let derived = try await counts.derived(name).select { $0.columns.1 }.fetch(on: pool)
        let common = try await counts.common(name).select { $0.columns.1 }.fetch(on: pool)
        let window = try await UserRow.all.window(WindowName(name)) { _ in WindowDefinition() }
            .select { $0.id }.fetch(on: pool)
        let updated = try await UserRow.update.as(name).set(\.name, to: "x").where { $0.id == 1 }
            .with(PostRow.delete.where { $0.id == 99 }.common(name + "2")).execute(on: pool)
        if name.utf8.count < 60, !name.contains("\0") {
            _ = try await walk.orderBy { _ in Label<Int>(name + "1") }.fetch(on: pool)
        }

        #expect(aliased == [1] && joined == [1, 2, 3] && window.count == 3)
        #expect(derived == [2] && common == [2] && updated == 1)
    }

    @Test(arguments: names)
    func `constraints, collations, operator classes and cursors that are not there`(
        _ name: String
    ) async throws {
        let pool = try TestDatabase.pool
        let new = UserRow.New(email: "n@x.org", name: "N")
        let insert = UserRow.insert(new)

        for command in [
            insert.onConflict(constraint: name).doNothing(),
            insert.onConflict { [IndexElement($0.email, collation: name)] }.doNothing(),
            insert.onConflict { [IndexElement($0.email, operatorClass: name)] }.doNothing(),
        ] {
            let error = await #expect(throws: PGError.self) { try await command.execute(on: pool) }
            #expect(error?.sqlState == .undefinedObject, "\(String(describing: error))")
        }
        let error = await #expect(throws: PGError.self) {
            try await UserRow.delete.whereCurrent(of: name).execute(on: pool)
        }
        #expect(error?.sqlState == .invalidCursorName)
        #expect(try await UserRow.all.fetch(on: pool).count == 3)
    }

    @Test func `two tables of one name are refused, and so are two of a WITH`() async throws {
        let one = PostRow.select { $0.id }.common("same")
        let other = UserRow.select { $0.id }.common("same")
        let query = one.all.crossJoin(other, as: "b").select { _, _ in countRows() }

        let error = await #expect(throws: PGError.self) {
            try await query.fetch(on: TestDatabase.pool)
        }

        #expect(error?.sqlState == .duplicateAlias)
    }

    @Test func `names that differ only after 63 bytes are one to the server, which says so`()
        async throws
    {
        let long = String(repeating: "é", count: 32)
        let query = UserRow.as(long + "a").join(UserRow.self, as: long + "b") { $0.id == $1.id }

        let error = await #expect(throws: PGError.self) {
            try await query.fetch(on: TestDatabase.pool)
        }

        #expect(error?.sqlState == .duplicateAlias)
    }
}

extension Column<Int> {
    fileprivate var plusOne: Expression<Int> { self + 1 }
}
