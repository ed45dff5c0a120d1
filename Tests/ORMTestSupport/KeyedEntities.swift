package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Entities whose keys the program makes, so that a row can refer to one that is not there yet.

// Wrote: @Entity("warehouses") final class Warehouse: Codable {
//     @PrimaryKey(.natural) var code: String
// }
package final class Warehouse: Codable {
    package var code: String

    package init(code: String) {
        self.code = code
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self.code = try String(from: row, at: &index)
    }
}

extension Warehouse: ORM.Entity {
    package typealias ID = String

    package struct Columns: QueryBuilder.ColumnSet {
        package let code: QueryBuilder.Column<String>

        package init(_ table: QueryBuilder.TableReference) {
            code = QueryBuilder.Column<String>(table, "code")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] { [code.node] }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("warehouses"))
    package static var tableName: String { "warehouses" }
    package static var primaryKeyName: String { "code" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "warehouses", columns: [PGSchema.ColumnDefinition("code", String.sqlType)],
        primaryKey: ["code"])
    package static let propertyNames: [String] = ["code"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = []

    package var persistentID: String? { code }
    package var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable { code }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        code = try String.decode(cell)
    }

    package func clear(column index: Int) {}

    package struct Snapshot: Codable, Sendable {
        package var code: String
    }

    package var snapshot: Snapshot { Snapshot(code: code) }
    package func restore(_ snapshot: Snapshot) { code = snapshot.code }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: code, from: snapshot.code)
        return mask
    }
}

// Wrote: @Entity("shelves") final class Shelf: Codable {
//     @PrimaryKey(.natural) var code: String
//     @BelongsTo var warehouse: ToOne<Warehouse>
//     @BelongsTo var above: ToOne<Shelf>?
// }
package final class Shelf: Codable {
    package var code: String
    package var warehouse: ToOne<Warehouse> {
        get { _warehouse.named("Shelf.warehouse") }
        set { _warehouse = newValue }
    }
    private var _warehouse: ToOne<Warehouse>
    package var above: ToOne<Shelf>? {
        get { _above?.named("Shelf.above") }
        set { _above = newValue }
    }
    private var _above: ToOne<Shelf>?

    package init(code: String, warehouse: Warehouse, above: Shelf? = nil) {
        self.code = code
        self._warehouse = ToOne<Warehouse>(warehouse)
        self._above = above.map { ToOne<Shelf>($0) }
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self.code = try String(from: row, at: &index)
        self._warehouse = ToOne<Warehouse>(id: try Warehouse.ID(from: row, at: &index))
        self._above = try Shelf.ID?(from: row, at: &index).map { ToOne<Shelf>(id: $0) }
    }
}

extension Shelf: ORM.Entity {
    package typealias ID = String

    package struct Columns: QueryBuilder.ColumnSet {
        package let code: QueryBuilder.Column<String>
        package let warehouseID: QueryBuilder.Column<String>
        package let aboveID: QueryBuilder.Column<String?>

        package init(_ table: QueryBuilder.TableReference) {
            code = QueryBuilder.Column<String>(table, "code")
            warehouseID = QueryBuilder.Column<String>(table, "warehouse_id")
            aboveID = QueryBuilder.Column<String?>(table, "above_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [code.node, warehouseID.node, aboveID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("shelves"))
    package static var tableName: String { "shelves" }
    package static var primaryKeyName: String { "code" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "shelves",
        columns: [
            PGSchema.ColumnDefinition("code", String.sqlType),
            PGSchema.ColumnDefinition("warehouse_id", String.sqlType),
            PGSchema.ColumnDefinition("above_id", String.sqlType, isNullable: true),
        ],
        primaryKey: ["code"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "shelves", column: "warehouse_id", references: Warehouse.self),
            PGSchema.ForeignKeyDefinition(
                table: "shelves", column: "above_id", references: Shelf.self),
        ])
    package static let propertyNames: [String] = ["code", "warehouse", "above"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("warehouse", \Shelf.warehouse, column: 1),
        .toOne("above", \Shelf.above, column: 2),
    ]

    package var persistentID: String? { code }
    package var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: code
        case 1: _warehouse.id
        case 2: _above?.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: code = try String.decode(cell)
        case 1: _warehouse.point(to: try Warehouse.ID.decode(cell))
        case 2: _above.point(to: try Shelf.ID?.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {}

    package struct Snapshot: Codable, Sendable {
        package var code: String
        package var warehouseID: Warehouse.ID?
        package var aboveID: Shelf.ID?
    }

    package var snapshot: Snapshot {
        Snapshot(code: code, warehouseID: _warehouse.id, aboveID: _above?.id)
    }

    package func restore(_ snapshot: Snapshot) {
        code = snapshot.code
        _warehouse.restore(snapshot.warehouseID)
        _above.point(to: snapshot.aboveID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: code, from: snapshot.code)
        mask.insert(1, ifChanged: _warehouse, from: snapshot.warehouseID)
        mask.insert(2, ifChanged: _above, from: snapshot.aboveID)
        return mask
    }
}
