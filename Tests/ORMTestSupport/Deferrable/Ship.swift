package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("ships") final class Ship: Codable {
//     @PrimaryKey var name: String
//     @BelongsTo var captain: ToOne<Captain>
//     init(name: String, captain: ToOne<Captain>)
// }
package final class Ship: Codable {
    package var name: String
    package var captain: ToOne<Captain> {
        get { _captain.named("Ship.captain") }
        set { _captain = newValue }
    }
    private var _captain: ToOne<Captain>

    package init(name: String, captain: ToOne<Captain>) {
        self.name = name
        self._captain = captain
    }

    package init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self.name = try String(from: row, at: &index)
        self._captain = ToOne<Captain>(id: try Captain.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case _captain = "captainID"
    }
}

extension Ship: ORM.Entity {
    package typealias ID = String

    package struct Columns: QueryBuilder.ColumnSet {
        package let name: QueryBuilder.Column<String>
        package let captainID: QueryBuilder.Column<Captain.ID>

        package init(_ table: QueryBuilder.TableReference) {
            name = QueryBuilder.Column<String>(table, "name")
            captainID = QueryBuilder.Column<Captain.ID>(table, "captain_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] { [name.node, captainID.node] }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("ships"))
    package static var tableName: String { "ships" }
    package static var primaryKeyName: String { "name" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "ships",
        columns: [
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("captain_id", Captain.ID.sqlType),
        ],
        primaryKey: ["name"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "ships", column: "captain_id", references: Captain.self)
        ])
    package static let propertyNames: [String] = ["name", "captain"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("captain", \Ship.captain, column: 1)
    ]

    package var persistentID: String? { name }

    package var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: name
        case 1: _captain.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: name = try String.decode(cell)
        case 1: _captain.point(to: try Captain.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {}

    package struct Snapshot: Codable, Sendable {
        package var name: String
        fileprivate var _captainID: Captain.ID?
    }

    package var snapshot: Snapshot { Snapshot(name: name, _captainID: _captain.id) }

    package func restore(_ snapshot: Snapshot) {
        name = snapshot.name
        _captain.restore(snapshot._captainID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: name, from: snapshot.name)
        mask.insert(1, ifChanged: _captain, from: snapshot._captainID)
        return mask
    }
}
