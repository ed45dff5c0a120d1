package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("taggings") final class Tagging: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var weight: Int
//     @BelongsTo var article: ToOne<Article>
//     @BelongsTo var tag: ToOne<Tag>
// }
package final class Tagging: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var weight: Int
    package var article: ToOne<Article> {
        get { _article.named("Tagging.article") }
        set { _article = newValue }
    }
    private var _article: ToOne<Article>
    package var tag: ToOne<Tag> {
        get { _tag.named("Tagging.tag") }
        set { _tag = newValue }
    }
    private var _tag: ToOne<Tag>

    package init(weight: Int, article: Article, tag: Tag) {
        self.weight = weight
        self._article = ToOne<Article>(article)
        self._tag = ToOne<Tag>(tag)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.weight = try Int(from: row, at: &index)
        self._article = ToOne<Article>(id: try Article.ID(from: row, at: &index))
        self._tag = ToOne<Tag>(id: try Tag.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case weight
        case _article = "articleID"
        case _tag = "tagID"
    }
}

extension Tagging: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let weight: QueryBuilder.Column<Int>
        package let articleID: QueryBuilder.Column<Article.ID>
        package let tagID: QueryBuilder.Column<Tag.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            weight = QueryBuilder.Column<Int>(table, "weight")
            articleID = QueryBuilder.Column<Article.ID>(table, "article_id")
            tagID = QueryBuilder.Column<Tag.ID>(table, "tag_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, weight.node, articleID.node, tagID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("taggings"))
    package static var tableName: String { "taggings" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "taggings",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("weight", Int.sqlType),
            PGSchema.ColumnDefinition("article_id", Article.ID.sqlType),
            PGSchema.ColumnDefinition("tag_id", Tag.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "taggings", column: "article_id", references: Article.self),
            PGSchema.ForeignKeyDefinition(
                table: "taggings", column: "tag_id", references: Tag.self),
        ])
    package static let propertyNames: [String] = ["id", "weight", "article", "tag"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("article", \Tagging.article, column: 2),
        .toOne("tag", \Tagging.tag, column: 3),
    ]

    package var persistentID: Int? { _id }

    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        return mask
    }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: weight
        case 2: _article.id
        case 3: _tag.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: weight = try Int.decode(cell)
        case 2: _article.point(to: try Article.ID.decode(cell))
        case 3: _tag.point(to: try Tag.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var weight: Int
        package var articleID: Article.ID?
        package var tagID: Tag.ID?
    }

    package var snapshot: Snapshot {
        Snapshot(id: _id, weight: weight, articleID: _article.id, tagID: _tag.id)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        weight = snapshot.weight
        _article.restore(snapshot.articleID)
        _tag.restore(snapshot.tagID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: weight, from: snapshot.weight)
        mask.insert(2, ifChanged: _article, from: snapshot.articleID)
        mask.insert(3, ifChanged: _tag, from: snapshot.tagID)
        return mask
    }
}
