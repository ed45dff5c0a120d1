package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("profiles") final class Profile: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var bio: String
//     @Unique @BelongsTo(onDelete: .setNull) var author: ToOne<Author>?
// }
package final class Profile: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var bio: String
    package var author: ToOne<Author>? {
        get { _author?.named("Profile.author") }
        set { _author = newValue }
    }
    private var _author: ToOne<Author>?

    package init(bio: String, author: Author? = nil) {
        self.bio = bio
        self._author = author.map { ToOne<Author>($0) }
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.bio = try String(from: row, at: &index)
        self._author = try Author.ID?(from: row, at: &index).map { ToOne<Author>(id: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case bio
        case _author = "authorID"
    }
}

extension Profile: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let bio: QueryBuilder.Column<String>
        package let authorID: QueryBuilder.Column<Author.ID?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            bio = QueryBuilder.Column<String>(table, "bio")
            authorID = QueryBuilder.Column<Author.ID?>(table, "author_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, bio.node, authorID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("profiles"))
    package static var tableName: String { "profiles" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "profiles",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("bio", String.sqlType),
            PGSchema.ColumnDefinition("author_id", Author.ID.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        uniques: [PGSchema.UniqueDefinition(table: "profiles", columns: ["author_id"])],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "profiles", column: "author_id", references: Author.self, onDelete: .setNull)
        ])
    package static let propertyNames: [String] = ["id", "bio", "author"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("author", \Profile.author, column: 2)
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
        case 1: bio
        case 2: _author?.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: bio = try String.decode(cell)
        case 2: _author.point(to: try Author.ID?.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var bio: String
        package var authorID: Author.ID?
    }

    package var snapshot: Snapshot { Snapshot(id: _id, bio: bio, authorID: _author?.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        bio = snapshot.bio
        _author.point(to: snapshot.authorID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: bio, from: snapshot.bio)
        mask.insert(2, ifChanged: _author, from: snapshot.authorID)
        return mask
    }
}
