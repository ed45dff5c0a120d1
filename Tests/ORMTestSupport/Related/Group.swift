package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("groups") final class Group: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var name: String
//     @ManyToMany(through: "author_groups") var members: ToMany<Author>
// }
package final class Group: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var members: ToMany<Author> {
        get { _members.named("Group.members") }
        set { _members = newValue }
    }
    private var _members: ToMany<Author> = ToMany<Author>()

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

extension Group: ORM.Entity {
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
    package static let columns: Columns = Columns(QueryBuilder.TableReference("groups"))
    package static var tableName: String { "groups" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "groups",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "name"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .manyToMany(
            "members", \Group.members,
            through: JoinTable("author_groups", connecting: Group.self, with: Author.self))
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
