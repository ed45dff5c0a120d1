package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

/// A row whose key is partly that of the row it belongs to, which the server keeps the same; written
/// by hand.
package final class Piece: Codable {
    package var whole: ToOne<Whole>
    package var number: Int
    package var name: String
    package var friends = ToMany<Piece>()
    package var others = ToMany<Whole>()

    package init(_ number: Int, of whole: Whole, name: String = "") {
        self.whole = ToOne(whole)
        self.number = number
        self.name = name
    }

    package init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        whole = ToOne(id: try String(from: row, at: &index))
        number = try Int(from: row, at: &index)
        name = try String(from: row, at: &index)
    }

    private enum CodingKeys: String, CodingKey {
        case whole = "wholeCode"
        case number
        case name
    }
}

extension Piece: ORM.Entity {
    package struct ID: Hashable, Codable, RowDecodable {
        package let whole: String
        package let number: Int

        package init(whole: String, number: Int) {
            self.whole = whole
            self.number = number
        }

        package static var columnCount: Int { 2 }

        package init<Row: RowReader>(
            from row: borrowing Row, at index: inout Int
        ) throws(PGError) {
            whole = try String(from: row, at: &index)
            number = try Int(from: row, at: &index)
        }
    }

    package struct Columns: ColumnSet {
        package let whole: Column<String>
        package let number: Column<Int>
        package let name: Column<String>

        package init(_ table: TableReference) {
            whole = Column<String>(table, "whole_code")
            number = Column<Int>(table, "number")
            name = Column<String>(table, "name")
        }

        package var selectedExpressions: [SQLNode] { [whole.node, number.node, name.node] }
    }

    package static let columns = Columns(TableReference("pieces"))
    package static var tableName: String { "pieces" }
    package static var primaryKeyName: String { "whole_code" }
    package static let primaryKeyNames = ["whole_code", "number"]
    package static var primaryKeyIndex: Int { 0 }
    package static let primaryKeyIndexes = [0, 1]
    package static let propertyNames = ["whole", "number", "name"]
    package static let definition = TableDefinition(
        name: "pieces",
        columns: [
            ColumnDefinition("whole_code", String.sqlType),
            ColumnDefinition("number", Int.sqlType), ColumnDefinition("name", String.sqlType),
        ],
        primaryKey: ["whole_code", "number"],
        foreignKeys: [
            ForeignKeyDefinition(
                table: "pieces", column: "whole_code", references: Whole.self, onUpdate: .cascade)
        ])
    package static let relationships: [Relationship] = [
        .toOne("whole", \Piece.whole, column: 0),
        .manyToMany(
            "friends", \Piece.friends,
            through: JoinTable(
                "piece_friends", from: "piece_whole", "piece_number", to: "friend_whole",
                "friend_number")),
        .manyToMany(
            "others", \Piece.others,
            through: JoinTable("piece_others", from: "piece_whole", "piece_number", to: "other")),
    ]

    package static func primaryKey<Row: RowReader>(
        in row: borrowing Row
    ) throws(PGError) -> ID {
        ID(
            whole: try String.decode(row.cell(at: 0)), number: try Int.decode(row.cell(at: 1)))
    }

    package static func keyParameter(_ id: ID, part: Int) -> any ParameterEncodable {
        part == 0 ? id.whole : id.number
    }

    package var persistentID: ID? { whole.id.map { ID(whole: $0, number: number) } }
    package var unsetColumns: ColumnMask { ColumnMask() }

    package func parameter(forColumn index: Int) -> any ParameterEncodable {
        switch index {
        case 0: whole.id
        case 1: number
        default: name
        }
    }

    package func load(column index: Int, from cell: Cell) throws(PGError) {
        switch index {
        case 0: whole.point(to: try String.decode(cell))
        case 1: number = try Int.decode(cell)
        default: name = try String.decode(cell)
        }
    }

    package func clear(column index: Int) {}

    package struct Snapshot: Codable, Sendable {
        var whole: String?
        var number: Int
        var name: String
    }

    package var snapshot: Snapshot { Snapshot(whole: whole.id, number: number, name: name) }

    package func restore(_ snapshot: Snapshot) {
        whole.restore(snapshot.whole)
        number = snapshot.number
        name = snapshot.name
    }

    package func changedColumns(since snapshot: Snapshot) -> ColumnMask {
        var mask = ColumnMask()
        mask.insert(0, ifChanged: whole, from: snapshot.whole)
        mask.insert(1, ifChanged: number, from: snapshot.number)
        mask.insert(2, ifChanged: name, from: snapshot.name)
        return mask
    }
}
