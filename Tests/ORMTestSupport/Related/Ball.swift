package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("balls") final class Ball: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var label: String
//     @BelongsTo var owner: ToOne<Person>
//     @HasMany(\Person.favourite) var admirers: ToMany<Person>
// }
package final class Ball: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var label: String
    package var owner: ToOne<Person> {
        get { _owner.named("Ball.owner") }
        set { _owner = newValue }
    }
    private var _owner: ToOne<Person>
    package var admirers: ToMany<Person> {
        get { _admirers.named("Ball.admirers") }
        set { _admirers = newValue }
    }
    private var _admirers: ToMany<Person> = ToMany<Person>()

    package init(label: String, owner: Person) {
        self.label = label
        self._owner = ToOne<Person>(owner)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.label = try String(from: row, at: &index)
        self._owner = ToOne<Person>(id: try Person.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case label
        case _owner = "ownerID"
    }
}

extension Ball: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let label: QueryBuilder.Column<String>
        package let ownerID: QueryBuilder.Column<Person.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            label = QueryBuilder.Column<String>(table, "label")
            ownerID = QueryBuilder.Column<Person.ID>(table, "owner_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, label.node, ownerID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("balls"))
    package static var tableName: String { "balls" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "balls",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("label", String.sqlType),
            PGSchema.ColumnDefinition("owner_id", Person.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "balls", column: "owner_id", references: Person.self)
        ])
    package static let propertyNames: [String] = ["id", "label", "owner"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("owner", \Ball.owner, column: 2),
        .toMany("admirers", \Ball.admirers, inverse: \Person.favourite),
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
        case 1: label
        case 2: _owner.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: label = try String.decode(cell)
        case 2: _owner.point(to: try Person.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var label: String
        package var ownerID: Person.ID?
    }

    package var snapshot: Snapshot { Snapshot(id: _id, label: label, ownerID: _owner.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        label = snapshot.label
        _owner.restore(snapshot.ownerID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: label, from: snapshot.label)
        mask.insert(2, ifChanged: _owner, from: snapshot.ownerID)
        return mask
    }
}
