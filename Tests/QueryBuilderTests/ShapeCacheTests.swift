import Testing

@testable import QueryBuilder

@Suite("The cache of shapes")
struct ShapeCacheTests {
    private func rendered(_ node: SQLNode, _ cache: ShapeCache) -> SQLStatement {
        Renderer.statement(of: node, in: cache)
    }

    private let u = UserRow.columns

    @Test func `a shape's text is made once and its parameters every time`() {
        let cache = ShapeCache(capacity: 8)
        let first = rendered((u.id == 1 && u.name == "a").node, cache)
        let second = rendered((u.id == 2 && u.name == "b").node, cache)

        #expect(cache.count == 1)
        #expect(first.text == second.text)
        #expect(second.text == #""users"."id" = $1 AND "users"."name" = $2"#)
        #expect(second.parameters.map(\.textRepresentation) == ["2", "b"])
    }

    @Test func `what has another text has another shape`() {
        let cache = ShapeCache(capacity: 1_000)
        let nodes: [SQLNode] = [
            (u.id == 1).node, (u.id != 1).node, (u.id == u.id).node, (u.age == 1).node,
            u.id.in([1, 2]).node, (!(u.id == 1)).node, (-u.id).node, u.id.count().node,
            u.id.count(distinct: true).node, u.id.cast(to: String.self).node,
            u.id.cast(to: Int16.self).node, u.id.ascending.node, u.name.collate("C").node,
            u.name.collate("D").node, Expression<Int>("a").node, Expression<Int>("a b").node,
            Expression<Int>("\(identifier: "a")").node, Expression<Int>("$1").node,
            Expression<Int>("\(1)").node, Expression<Int>("\("$1" as SQLStatement)").node,
            rank().over("w").node, rank().over("v").node, rank().over(orderBy: u.id).node,
            ((u.id + 1) * 2).node, (u.id + 1 * 2).node, (u.id + (u.id * 2)).node,
            (u.id == 1 && (u.id == 2 || u.id == 3)).node,
            (u.id == 1 && u.id == 2 || u.id == 3).node,
        ]
        for node in nodes { _ = rendered(node, cache) }
        for node in nodes {
            let plain = Renderer.statement(of: node, in: nil)
            let cached = rendered(node, cache)
            #expect(cached.text == plain.text)
            #expect(
                cached.parameters.map(\.textRepresentation)
                    == plain.parameters.map(\.textRepresentation))
        }
    }

    @Test func `statements with common tables are kept, definitions and all`() {
        let cache = ShapeCache(capacity: 100)
        func statement(_ name: String, _ id: Int, materialized: Bool = false) -> SelectStatement {
            let inner = UserRow.where { $0.id > id }.common("inner")
            let outer = inner.where { $0.age == id + 1 }.common(name)
            let table = materialized ? outer.materialized() : outer
            return table.where { $0.id != id + 2 }.completeStatement
        }
        func values(_ statement: SQLStatement) -> [String] {
            statement.parameters.map(\.textRepresentation)
        }

        let first = statement("a", 1).rendered(in: cache)
        let again = statement("a", 4).rendered(in: cache)

        #expect(cache.count == 1)
        #expect(again.text == first.text && first.text.hasPrefix("WITH \"inner\" AS (SELECT "))
        #expect(values(first) == ["1", "2", "3"] && values(again) == ["4", "5", "6"])
        let others = [
            statement("b", 1), statement("a", 1, materialized: true),
            UserRow.all.with(UserRow.delete.all.common("a")).completeStatement,
            UserRow.all.with(UserRow.delete.all.common("b")).completeStatement,
            UserRow.all.with(PostRow.delete.all.common("a")).completeStatement,
        ]
        for other in others {
            let plain = other.rendered(in: nil)
            #expect(other.rendered(in: cache).text == plain.text)
            #expect(other.rendered(in: cache).text == plain.text)
            #expect(plain.text != first.text)
        }
        #expect(cache.count == 6)
    }

    @Test func `letters do not move from one name to the next`() {
        let cache = ShapeCache(capacity: 100)
        for (table, column) in [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc")] {
            let node = Column<Int>(TableReference(table), column).node
            #expect(
                rendered(node, cache).text
                    == (table.isEmpty ? "\"\(column)\"" : "\"\(table)\".\"\(column)\""))
        }
        #expect(cache.count == 4)
    }

    @Test func `it is bounded, and what is used stays`() {
        let cache = ShapeCache(capacity: 10)
        let hot = Column<Int>(TableReference("hot"), "hot").node
        for number in 0..<1_000 {
            _ = rendered(hot, cache)
            _ = rendered(Column<Int>(TableReference("t\(number)"), "c").node, cache)
            #expect(cache.count <= 10)
        }
        #expect(rendered(hot, cache).text == #""hot"."hot""#)
    }

    @Test func `values are not kept`() {
        let cache = ShapeCache(capacity: 10)
        _ = rendered((u.name == "secret").node, cache)
        var probe = Renderer(isProbing: true)
        probe.append((u.name == "other").node)

        let kept = cache.text(of: probe.shape)

        #expect(kept?.text == #""users"."name" = $1"#)
        #expect(kept?.parameters.isEmpty == true)
    }

    @Test func `long texts are not kept`() {
        let cache = ShapeCache(capacity: 10)
        let long = Expression<Int>("\(raw: String(repeating: "x", count: 20_000))")

        #expect(rendered(long.node, cache).text.utf8.count == 20_000)
        #expect(cache.count == 0)
    }

    @Test func `many threads may use it`() async {
        let cache = ShapeCache(capacity: 16)
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<4 {
                group.addTask {
                    (0..<500).allSatisfy { number in
                        let column = Column<Int>(TableReference("t"), "c\(number % 40)")
                        let statement = Renderer.statement(of: (column == task).node, in: cache)
                        return statement.text == "\"t\".\"c\(number % 40)\" = $1"
                            && statement.parameters.first?.textRepresentation == "\(task)"
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
