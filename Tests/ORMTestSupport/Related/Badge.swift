package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("badges") final class Badge: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var code: String
//     @Unique @BelongsTo var author: ToOne<Author>
// }
package final class Badge: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var code: String
    package var author: ToOne<Author> {
        get { _author.named("Badge.author") }
        set { _author = newValue }
    }
    private var _author: ToOne<Author>

    package init(code: String, author: Author) {
        self.code = code
        self._author = ToOne<Author>(author)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.code = try String(from: row, at: &index)
        self._author = ToOne<Author>(id: try Author.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case code
        case _author = "authorID"
    }
}

extension Badge: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let code: QueryBuilder.Column<String>
        package let authorID: QueryBuilder.Column<Author.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            code = QueryBuilder.Column<String>(table, "code")
            authorID = QueryBuilder.Column<Author.ID>(table, "author_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, code.node, authorID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("badges"))
    package static var tableName: String { "badges" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "badges",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("code", String.sqlType),
            PGSchema.ColumnDefinition("author_id", Author.ID.sqlType),
        ],
        primaryKey: ["id"],
        uniques: [PGSchema.UniqueDefinition(table: "badges", columns: ["author_id"])],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "badges", column: "author_id", references: Author.self)
        ])
    package static let propertyNames: [String] = ["id", "code", "author"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("author", \Badge.author, column: 2)
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
        case 1: code
        case 2: _author.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: code = try String.decode(cell)
        case 2: _author.point(to: try Author.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var code: String
        package var authorID: Author.ID?
    }

    package var snapshot: Snapshot { Snapshot(id: _id, code: code, authorID: _author.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        code = snapshot.code
        _author.restore(snapshot.authorID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: code, from: snapshot.code)
        mask.insert(2, ifChanged: _author, from: snapshot.authorID)
        return mask
    }
}
