package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("authors") final class Author: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var name: String
//     @HasOne(\Profile.author) var profile: ToOneInverse<Profile>
//     @HasOne(\Badge.author, cascade: .owned) var badge: ToOneInverse<Badge>
//     @ManyToMany(through: "author_groups") var groups: ToMany<Group>
//     @ManyToMany(through: "friendships", from: "author_id", to: "friend_id")
//     var friends: ToMany<Author>
//     …
// }
package final class Author: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var profile: ToOneInverse<Profile> {
        get { _profile.named("Author.profile") }
        set { _profile = newValue }
    }
    private var _profile: ToOneInverse<Profile> = ToOneInverse<Profile>()
    package var badge: ToOneInverse<Badge> {
        get { _badge.named("Author.badge") }
        set { _badge = newValue }
    }
    private var _badge: ToOneInverse<Badge> = ToOneInverse<Badge>()
    package var groups: ToMany<Group> {
        get { _groups.named("Author.groups") }
        set { _groups = newValue }
    }
    private var _groups: ToMany<Group> = ToMany<Group>()
    package var friends: ToMany<Author> {
        get { _friends.named("Author.friends") }
        set { _friends = newValue }
    }
    private var _friends: ToMany<Author> = ToMany<Author>()
    package var admirers: ToMany<Author> {
        get { _admirers.named("Author.admirers") }
        set { _admirers = newValue }
    }
    private var _admirers: ToMany<Author> = ToMany<Author>()
    package var articles: ToMany<Article> {
        get { _articles.named("Author.articles") }
        set { _articles = newValue }
    }
    private var _articles: ToMany<Article> = ToMany<Article>()
    package var drafts: ToMany<Article> {
        get { _drafts.named("Author.drafts") }
        set { _drafts = newValue }
    }
    private var _drafts: ToMany<Article> = ToMany<Article>()

    package init(name: String) {
        self.name = name
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
    }
}

extension Author: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("authors"))
    package static var tableName: String { "authors" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "authors",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "name"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .hasOne("profile", \Author.profile, inverse: \Profile.author),
        .hasOne("badge", \Author.badge, inverse: \Badge.author, cascade: .owned),
        .manyToMany(
            "groups", \Author.groups,
            through: JoinTable("author_groups", connecting: Author.self, with: Group.self),
            inverse: \Group.members),
        .manyToMany(
            "friends", \Author.friends,
            through: JoinTable("friendships", from: "author_id", to: "friend_id")),
        .manyToMany(
            "admirers", \Author.admirers,
            through: JoinTable("friendships", from: "friend_id", to: "author_id"),
            inverse: \Author.friends),
        .toMany("articles", \Author.articles, inverse: \Article.author, cascade: .owned),
        .toMany(
            "drafts", \Author.drafts, inverse: \Article.author,
            scope: { Article.where { $0.isDraft == true }.orderBy { $0.title.descending } }),
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
        case 1: name
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var name: String
    }

    package var snapshot: Snapshot { Snapshot(id: _id, name: name) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        name = snapshot.name
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        return mask
    }
}
