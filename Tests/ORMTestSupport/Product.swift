package import Foundation
package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("products") final class Product: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var title: String
//     var rank: Int?
//     @UpdatedAt var changedAt: Date
//     @Generated("rank * 2") var double: Int?
// }
package final class Product: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var title: String
    package var rank: Int?
    package var changedAt: Date {
        get { Self.known(_changedAt, "changedAt") }
        set { _changedAt = newValue }
    }
    private var _changedAt: Date?
    package private(set) var double: Int?

    package init(title: String, rank: Int? = nil) {
        self.title = title
        self.rank = rank
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.title = try String(from: row, at: &index)
        self.rank = try Int?(from: row, at: &index)
        self._changedAt = try Date(from: row, at: &index)
        self.double = try Int?(from: row, at: &index)
    }
}

extension Product: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let title: QueryBuilder.Column<String>
        package let rank: QueryBuilder.Column<Int?>
        package let changedAt: QueryBuilder.Column<Date>
        package let double: QueryBuilder.Column<Int?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            title = QueryBuilder.Column<String>(table, "title")
            rank = QueryBuilder.Column<Int?>(table, "rank")
            changedAt = QueryBuilder.Column<Date>(table, "changed_at")
            double = QueryBuilder.Column<Int?>(table, "double")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, title.node, rank.node, changedAt.node, double.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("products"))
    package static var tableName: String { "products" }
    package static var primaryKeyName: String { "id" }
    package static var generatedColumns: ORM.ColumnMask { ORM.ColumnMask([4]) }
    package static var updateTimeColumns: ORM.ColumnMask { ORM.ColumnMask([3]) }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "products",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("title", String.sqlType),
            PGSchema.ColumnDefinition("rank", Int?.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("changed_at", Date.sqlType, default: "now()"),
            PGSchema.ColumnDefinition(
                "double", Int?.sqlType, isNullable: true, generated: "rank * 2"),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "title", "rank", "changedAt", "double"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = []

    package var persistentID: Int? { _id }

    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        if _changedAt == nil { mask.insert(3) }
        mask.insert(4)
        return mask
    }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: title
        case 2: rank
        case 3: _changedAt
        case 4: double
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: title = try String.decode(cell)
        case 2: rank = try Int?.decode(cell)
        case 3: _changedAt = try Date.decode(cell)
        case 4: double = try Int?.decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {
        switch index {
        case 0: _id = nil
        case 3: _changedAt = nil
        case 4: double = nil
        default: break
        }
    }

    package struct Snapshot: Codable, Sendable {
        package var _id: Int?
        package var title: String
        package var rank: Int?
        package var _changedAt: Date?
        package var double: Int?
    }

    package var snapshot: Snapshot {
        Snapshot(_id: _id, title: title, rank: rank, _changedAt: _changedAt, double: double)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        title = snapshot.title
        rank = snapshot.rank
        _changedAt = snapshot._changedAt
        double = snapshot.double
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: title, from: snapshot.title)
        mask.insert(2, ifChanged: rank, from: snapshot.rank)
        mask.insert(3, ifChanged: _changedAt, from: snapshot._changedAt)
        return mask
    }
}
