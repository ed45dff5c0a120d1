package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("persons") final class Person: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var name: String
//     @BelongsTo var favourite: ToOne<Ball>?
//     @HasMany(\Ball.owner) var balls: ToMany<Ball>
// }
package final class Person: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var favourite: ToOne<Ball>? {
        get { _favourite?.named("Person.favourite") }
        set { _favourite = newValue }
    }
    private var _favourite: ToOne<Ball>?
    package var balls: ToMany<Ball> {
        get { _balls.named("Person.balls") }
        set { _balls = newValue }
    }
    private var _balls: ToMany<Ball> = ToMany<Ball>()

    package init(name: String, favourite: Ball? = nil) {
        self.name = name
        self._favourite = favourite.map { ToOne<Ball>($0) }
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._favourite = try Ball.ID?(from: row, at: &index).map { ToOne<Ball>(id: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _favourite = "favouriteID"
    }
}

extension Person: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let favouriteID: QueryBuilder.Column<Ball.ID?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            favouriteID = QueryBuilder.Column<Ball.ID?>(table, "favourite_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, favouriteID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("persons"))
    package static var tableName: String { "persons" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "persons",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("favourite_id", Ball.ID.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "persons", column: "favourite_id", references: Ball.self)
        ])
    package static let propertyNames: [String] = ["id", "name", "favourite"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("favourite", \Person.favourite, column: 2),
        .toMany("balls", \Person.balls, inverse: \Ball.owner),
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
        case 2: _favourite?.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _favourite.point(to: try Ball.ID?.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var name: String
        package var favouriteID: Ball.ID?
    }

    package var snapshot: Snapshot { Snapshot(id: _id, name: name, favouriteID: _favourite?.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        name = snapshot.name
        _favourite.point(to: snapshot.favouriteID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _favourite, from: snapshot.favouriteID)
        return mask
    }
}
