package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("articles") final class Article: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var title: String
//     var isDraft: Bool
//     @BelongsTo var author: ToOne<Author>
//     @HasMany(\Tagging.article, cascade: .owned) var taggings: ToMany<Tagging>
//     @HasMany(through: \Article.taggings, \Tagging.tag) var tags: Through<Tag>
// }
package final class Article: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var title: String
    package var isDraft: Bool
    package var author: ToOne<Author> {
        get { _author.named("Article.author") }
        set { _author = newValue }
    }
    private var _author: ToOne<Author>
    package var taggings: ToMany<Tagging> {
        get { _taggings.named("Article.taggings") }
        set { _taggings = newValue }
    }
    private var _taggings: ToMany<Tagging> = ToMany<Tagging>()
    package var tags: Through<Tag> {
        get { _tags.named("Article.tags") }
        set { _tags = newValue }
    }
    private var _tags: Through<Tag> = Through<Tag>()

    package init(title: String, isDraft: Bool, author: Author) {
        self.title = title
        self.isDraft = isDraft
        self._author = ToOne<Author>(author)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.title = try String(from: row, at: &index)
        self.isDraft = try Bool(from: row, at: &index)
        self._author = ToOne<Author>(id: try Author.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case title
        case isDraft
        case _author = "authorID"
    }
}

extension Article: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let title: QueryBuilder.Column<String>
        package let isDraft: QueryBuilder.Column<Bool>
        package let authorID: QueryBuilder.Column<Author.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            title = QueryBuilder.Column<String>(table, "title")
            isDraft = QueryBuilder.Column<Bool>(table, "is_draft")
            authorID = QueryBuilder.Column<Author.ID>(table, "author_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, title.node, isDraft.node, authorID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("articles"))
    package static var tableName: String { "articles" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "articles",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("title", String.sqlType),
            PGSchema.ColumnDefinition("is_draft", Bool.sqlType),
            PGSchema.ColumnDefinition("author_id", Author.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "articles", column: "author_id", references: Author.self)
        ])
    package static let propertyNames: [String] = ["id", "title", "isDraft", "author"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("author", \Article.author, column: 3),
        .toMany("taggings", \Article.taggings, inverse: \Tagging.article, cascade: .owned),
        .through("tags", \Article.tags, \Article.taggings, \Tagging.tag),
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
        case 1: title
        case 2: isDraft
        case 3: _author.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: title = try String.decode(cell)
        case 2: isDraft = try Bool.decode(cell)
        case 3: _author.point(to: try Author.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var title: String
        package var isDraft: Bool
        package var authorID: Author.ID?
    }

    package var snapshot: Snapshot {
        Snapshot(id: _id, title: title, isDraft: isDraft, authorID: _author.id)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        title = snapshot.title
        isDraft = snapshot.isDraft
        _author.restore(snapshot.authorID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: title, from: snapshot.title)
        mask.insert(2, ifChanged: isDraft, from: snapshot.isDraft)
        mask.insert(3, ifChanged: _author, from: snapshot.authorID)
        return mask
    }
}
