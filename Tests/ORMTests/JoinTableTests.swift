@testable import ORM
import ORMTestSupport
import PGCore
import PGSchema
import Testing

@Suite("Join tables")
struct JoinTableTests {
    @Test func `are part of the schema, once, with a key and a way back`() throws {
        let schema = Schema(Author.self, Group.self)
        let tables = schema.definition.tables.filter { $0.name == "author_groups" }

        #expect(tables.count == 1)
        let table = try #require(tables.first)
        #expect(table.columns.map(\.name) == ["author_id", "group_id"])
        #expect(table.primaryKey == ["author_id", "group_id"])
        #expect(table.foreignKeys.map(\.referencedTable) == ["authors", "groups"])
        #expect(table.foreignKeys.allSatisfy { $0.onDelete == .cascade })
        #expect(
            table.indexes.map(\.keys) == [[#""group_id""#]]
                || table.indexes.map(\.keys) == [["group_id"]])
    }

    @Test func `are the same seen from both sides`() {
        let one = JoinTable("author_groups", connecting: Author.self, with: Group.self)
        let other = JoinTable("author_groups", connecting: Group.self, with: Author.self)

        #expect(one.sourceColumns == ["author_id"])
        #expect(one.targetColumns == ["group_id"])
        #expect(one.reversed == other)
        #expect(one.normalized == other.normalized)
    }

    @Test func `refer to keys of several columns`() {
        let table = JoinTable(
            "order_tags", from: "order_region", "order_number", to: "tag_id", onDelete: .restrict)
        let definition = table.definition(Order.self, Tag.self)

        #expect(
            definition.columns.map { "\($0.name) \($0.type.rawValue)" }
                == ["order_region text", "order_number bigint", "tag_id bigint"])
        #expect(definition.foreignKeys[0].columns == ["order_region", "order_number"])
        #expect(definition.foreignKeys[0].referencedColumns == ["region", "number"])
        #expect(definition.foreignKeys[0].onDelete == .restrict)
    }

    @Test func `are written for keys of several columns`() throws {
        let route = RelationRoute(
            owner: Order.primaryKeyNames, target: Tag.primaryKeyNames,
            join: RelationRoute.Join(
                JoinTable("order_tags", from: "order_region", "order_number", to: "tag_id")))
        let keys = [Order.ID(region: "EU", number: 1), Order.ID(region: "US", number: 2)]

        let statement = route.statement(for: Tag.all, of: keys[...], Order.self)

        let expected = [
            #"SELECT "tags"."id", "tags"."label", "order_tags"."order_region", "#,
            #""order_tags"."order_number" FROM "tags" JOIN "order_tags" "#,
            #"ON "order_tags"."tag_id" = "tags"."id" "#,
            #"WHERE ("order_tags"."order_region", "order_tags"."order_number") IN "#,
            #"(SELECT * FROM unnest($1::text[], $2::bigint[])) ORDER BY "tags"."id""#,
        ]
        #expect(statement.text == expected.joined())
    }
}
