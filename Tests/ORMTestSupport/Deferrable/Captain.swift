package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("captains") final class Captain: Codable {
//     @PrimaryKey var name: String
//     @BelongsTo(deferrable: .initiallyDeferred) var ship: ToOne<Ship>
//     init(name: String, ship: ToOne<Ship>)
// }
package final class Captain: Codable {
    package var name: String
    package var ship: ToOne<Ship> {
        get { _ship.named("Captain.ship") }
        set { _ship = newValue }
    }
    private var _ship: ToOne<Ship>

    package init(name: String, ship: ToOne<Ship>) {
        self.name = name
        self._ship = ship
    }

    package init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self.name = try String(from: row, at: &index)
        self._ship = ToOne<Ship>(id: try Ship.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case _ship = "shipID"
    }
}

extension Captain: ORM.Entity {
    package typealias ID = String

    package struct Columns: QueryBuilder.ColumnSet {
        package let name: QueryBuilder.Column<String>
        package let shipID: QueryBuilder.Column<Ship.ID>

        package init(_ table: QueryBuilder.TableReference) {
            name = QueryBuilder.Column<String>(table, "name")
            shipID = QueryBuilder.Column<Ship.ID>(table, "ship_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] { [name.node, shipID.node] }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("captains"))
    package static var tableName: String { "captains" }
    package static var primaryKeyName: String { "name" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "captains",
        columns: [
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("ship_id", Ship.ID.sqlType),
        ],
        primaryKey: ["name"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "captains", column: "ship_id", references: Ship.self,
                deferrable: .initiallyDeferred)
        ])
    package static let propertyNames: [String] = ["name", "ship"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("ship", \Captain.ship, column: 1)
    ]

    package var persistentID: String? { name }

    package var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: name
        case 1: _ship.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: name = try String.decode(cell)
        case 1: _ship.point(to: try Ship.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {}

    package struct Snapshot: Codable, Sendable {
        package var name: String
        fileprivate var _shipID: Ship.ID?
    }

    package var snapshot: Snapshot { Snapshot(name: name, _shipID: _ship.id) }

    package func restore(_ snapshot: Snapshot) {
        name = snapshot.name
        _ship.restore(snapshot._shipID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: name, from: snapshot.name)
        mask.insert(1, ifChanged: _ship, from: snapshot._shipID)
        return mask
    }
}
