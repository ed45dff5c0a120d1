package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("knots") final class Knot: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var name: String
//     @BelongsTo var parent: ToOne<Knot>?
//     @HasMany(\Knot.parent, cascade: .save) var children: ToMany<Knot>
//     @Version var version: Int
// }
package final class Knot: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var parent: ToOne<Knot>? {
        get { _parent?.named("Knot.parent") }
        set { _parent = newValue }
    }
    private var _parent: ToOne<Knot>?
    package var children: ToMany<Knot> {
        get { _children.named("Knot.children") }
        set { _children = newValue }
    }
    private var _children: ToMany<Knot> = ToMany<Knot>()
    package var version: Int {
        get { Self.known(_version, "version") }
        set { _version = newValue }
    }
    private var _version: Int?

    package init(name: String, parent: Knot? = nil) {
        self.name = name
        self._parent = parent.map { ToOne<Knot>($0) }
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._parent = try Knot.ID?(from: row, at: &index).map { ToOne<Knot>(id: $0) }
        self._version = try Int(from: row, at: &index)
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _parent = "parentID"
        case _version = "version"
    }
}

extension Knot: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let parentID: QueryBuilder.Column<Knot.ID?>
        package let version: QueryBuilder.Column<Int>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            parentID = QueryBuilder.Column<Knot.ID?>(table, "parent_id")
            version = QueryBuilder.Column<Int>(table, "version")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, parentID.node, version.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("knots"))
    package static var tableName: String { "knots" }
    package static var primaryKeyName: String { "id" }
    package static var rowVersion: ORM.RowVersion? { .integer(column: 3) }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "knots",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("parent_id", Knot.ID.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("version", Int.sqlType, default: "1"),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "knots", column: "parent_id", references: Knot.self)
        ],
        indexes: [PGSchema.IndexDefinition(table: "knots", keys: ["parent_id"])])
    package static let propertyNames: [String] = ["id", "name", "parent", "version"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("parent", \Knot.parent, column: 2),
        .toMany("children", \Knot.children, inverse: \Knot.parent, cascade: .save),
    ]

    package var persistentID: Int? { _id }

    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        if _version == nil { mask.insert(3) }
        return mask
    }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: name
        case 2: _parent?.id
        case 3: _version
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _parent.point(to: try Knot.ID?.decode(cell))
        case 3: _version = try Int.decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {
        switch index {
        case 0: _id = nil
        case 3: _version = nil
        default: break
        }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
        package var parentID: Knot.ID?
        fileprivate var _version: Int?
    }

    package var snapshot: Snapshot {
        Snapshot(_id: _id, name: name, parentID: _parent?.id, _version: _version)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _parent.point(to: snapshot.parentID)
        _version = snapshot._version
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _parent, from: snapshot.parentID)
        mask.insert(3, ifChanged: _version, from: snapshot._version)
        return mask
    }
}
