package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

/// A row with a key that the program gives, and a reference that follows changes of it; written by
/// hand.
package final class Whole: Codable {
    package var code: String
    package var name: String
    package var up: ToOne<Whole>?
    package var downs = ToMany<Whole>()
    package var pieces = ToMany<Piece>()

    package init(_ code: String, name: String = "", up: Whole? = nil) {
        self.code = code
        self.name = name
        self.up = up.map { ToOne($0) }
    }

    package init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        code = try String(from: row, at: &index)
        name = try String(from: row, at: &index)
        up = try String?(from: row, at: &index).map { ToOne(id: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case code
        case name
        case up = "upCode"
    }
}

extension Whole: ORM.Entity {
    package typealias ID = String

    package struct Columns: ColumnSet {
        package let code: Column<String>
        package let name: Column<String>
        package let upCode: Column<String?>

        package init(_ table: TableReference) {
            code = Column<String>(table, "code")
            name = Column<String>(table, "name")
            upCode = Column<String?>(table, "up_code")
        }

        package var selectedExpressions: [SQLNode] { [code.node, name.node, upCode.node] }
    }

    package static let columns = Columns(TableReference("wholes"))
    package static var tableName: String { "wholes" }
    package static var primaryKeyName: String { "code" }
    package static var primaryKeyIndex: Int { 0 }
    package static let propertyNames = ["code", "name", "up"]
    package static let definition = TableDefinition(
        name: "wholes",
        columns: [
            ColumnDefinition("code", String.sqlType), ColumnDefinition("name", String.sqlType),
            ColumnDefinition("up_code", String.sqlType, isNullable: true),
        ],
        primaryKey: ["code"],
        foreignKeys: [
            ForeignKeyDefinition(
                table: "wholes", column: "up_code", references: Whole.self, onUpdate: .cascade)
        ])
    package static let relationships: [Relationship] = [
        .toOne("up", \Whole.up, column: 2), .toMany("downs", \Whole.downs, inverse: \Whole.up),
        .toMany("pieces", \Whole.pieces, inverse: \Piece.whole, cascade: .owned),
    ]

    package var persistentID: String? { code }
    package var unsetColumns: ColumnMask { ColumnMask() }

    package func parameter(forColumn index: Int) -> any ParameterEncodable {
        switch index {
        case 0: code
        case 1: name
        default: up?.id
        }
    }

    package func load(column index: Int, from cell: Cell) throws(PGError) {
        switch index {
        case 0: code = try String.decode(cell)
        case 1: name = try String.decode(cell)
        default: up.point(to: try String?.decode(cell))
        }
    }

    package func clear(column index: Int) {}

    package struct Snapshot: Codable, Sendable {
        var code: String
        var name: String
        var up: String?
    }

    package var snapshot: Snapshot { Snapshot(code: code, name: name, up: up?.id) }

    package func restore(_ snapshot: Snapshot) {
        code = snapshot.code
        name = snapshot.name
        up.point(to: snapshot.up)
    }

    package func changedColumns(since snapshot: Snapshot) -> ColumnMask {
        var mask = ColumnMask()
        mask.insert(0, ifChanged: code, from: snapshot.code)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: up, from: snapshot.up)
        return mask
    }
}
