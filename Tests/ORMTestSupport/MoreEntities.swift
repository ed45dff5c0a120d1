package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("categories") final class Category: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var name: String
//     @BelongsTo var parent: ToOne<Category>?
//     @HasMany(\Category.parent) var children: ToMany<Category>
// }
package final class Category: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var parent: ToOne<Category>? {
        get { _parent?.named("Category.parent") }
        set { _parent = newValue }
    }
    private var _parent: ToOne<Category>?
    package var children: ToMany<Category> {
        get { _children.named("Category.children") }
        set { _children = newValue }
    }
    private var _children: ToMany<Category> = ToMany<Category>()

    package init(name: String, parent: Category? = nil) {
        self.name = name
        self._parent = parent.map { ToOne<Category>($0) }
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._parent = try Category.ID?(from: row, at: &index).map { ToOne<Category>(id: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _parent = "parentID"
    }
}

extension Category: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let parentID: QueryBuilder.Column<Category.ID?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            parentID = QueryBuilder.Column<Category.ID?>(table, "parent_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, parentID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("categories"))
    package static var tableName: String { "categories" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "categories",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("parent_id", Category.ID.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "categories", column: "parent_id", references: Category.self)
        ],
        indexes: [PGSchema.IndexDefinition(table: "categories", keys: ["parent_id"])])
    package static let propertyNames: [String] = ["id", "name", "parent"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("parent", \Category.parent, column: 2),
        .toMany("children", \Category.children, inverse: \Category.parent),
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
        case 2: _parent?.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _parent.point(to: try Category.ID?.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        switch index {
        case 0: _id = nil
        default: break
        }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int { Category.known(_id, "id") }
        fileprivate var _id: Int?
        package var name: String
        package var parentID: Category.ID?

        private enum CodingKeys: String, CodingKey {
            case _id = "id"
            case name
            case parentID
        }
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name, parentID: _parent?.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _parent.point(to: snapshot.parentID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _parent, from: snapshot.parentID)
        return mask
    }
}

// Wrote: @Entity("countries") final class Country: Codable {
//     @PrimaryKey(.natural) var code: String
//     var aliases: [String]
// }
package final class Country: Codable {
    package var code: String
    package var aliases: [String]

    package init(code: String, aliases: [String]) {
        self.code = code
        self.aliases = aliases
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self.code = try String(from: row, at: &index)
        self.aliases = try [String](from: row, at: &index)
    }
}

extension Country: ORM.Entity {
    package typealias ID = String

    package struct Columns: QueryBuilder.ColumnSet {
        package let code: QueryBuilder.Column<String>
        package let aliases: QueryBuilder.Column<[String]>

        package init(_ table: QueryBuilder.TableReference) {
            code = QueryBuilder.Column<String>(table, "code")
            aliases = QueryBuilder.Column<[String]>(table, "aliases")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] { [code.node, aliases.node] }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("countries"))
    package static var tableName: String { "countries" }
    package static var primaryKeyName: String { "code" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "countries",
        columns: [
            PGSchema.ColumnDefinition("code", String.sqlType),
            PGSchema.ColumnDefinition("aliases", [String].sqlType),
        ],
        primaryKey: ["code"])
    package static let propertyNames: [String] = ["code", "aliases"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = []

    package var persistentID: String? { code }
    package var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: code
        case 1: aliases
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: code = try String.decode(cell)
        case 1: aliases = try [String].decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {}

    package struct Snapshot: Codable, Sendable {
        package var code: String
        package var aliases: [String]
    }

    package var snapshot: Snapshot { Snapshot(code: code, aliases: aliases) }

    package func restore(_ snapshot: Snapshot) {
        code = snapshot.code
        aliases = snapshot.aliases
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: code, from: snapshot.code)
        mask.insert(1, ifChanged: aliases, from: snapshot.aliases)
        return mask
    }
}
