import QueryBuilder
import Testing

@Suite("Warnings")
struct QueryWarningTests {
    @Test func `tables that a condition joins give none`() {
        #expect(UserRow.all.warnings.isEmpty)
        #expect(UserRow.join(PostRow.self) { u, p in p.authorID == u.id }.warnings.isEmpty)
        #expect(
            UserRow.join(PostRow.self) { _, p in p.isPublished }
                .where { u, p in u.id == 1 && p.authorID == u.id }.warnings.isEmpty)
        #expect(
            UserRow.join(PostRow.self) { u, p in Predicate("\(p.authorID) IN (\(u.id), 2)") }
                .warnings.isEmpty)
        #expect(
            UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
                .join(UserRow.self) { _, p, other in p.authorID == other.id }.warnings.isEmpty)
    }

    @Test func `a table that no condition joins is named`() {
        let forgotten = UserRow.join(PostRow.self) { _, p in p.isPublished }
        let half = UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
            .join(UserRow.self, as: "other") { _, _, other in other.age > 18 }
            .where { u, _, other in u.id == 1 && other.id == 2 }

        #expect(forgotten.warnings == [.cartesianProduct(tables: ["posts"])])
        #expect(half.warnings == [.cartesianProduct(tables: ["other"])])
        #expect(
            half.warnings.first?.description == """
                no condition joins other to the query's other tables: every row is combined with \
                every row. Compare columns of both in the join's condition, or say crossJoin
                """)
    }

    @Test func `a cross join is meant`() {
        #expect(UserRow.all.crossJoin(PostRow.self).warnings.isEmpty)
    }
}
