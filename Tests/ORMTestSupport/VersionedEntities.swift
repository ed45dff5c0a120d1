package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("notes") final class Note: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var title: String
//     var rank: Int?
//     @Version var version: Int
// }
package final class Note: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var title: String
    package var rank: Int?
    package var version: Int {
        get { Self.known(_version, "version") }
        set { _version = newValue }
    }
    private var _version: Int?

    package init(title: String, rank: Int? = nil) {
        self.title = title
        self.rank = rank
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.title = try String(from: row, at: &index)
        self.rank = try Int?(from: row, at: &index)
        self._version = try Int(from: row, at: &index)
    }
}

extension Note: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let title: QueryBuilder.Column<String>
        package let rank: QueryBuilder.Column<Int?>
        package let version: QueryBuilder.Column<Int>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            title = QueryBuilder.Column<String>(table, "title")
            rank = QueryBuilder.Column<Int?>(table, "rank")
            version = QueryBuilder.Column<Int>(table, "version")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, title.node, rank.node, version.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("notes"))
    package static var tableName: String { "notes" }
    package static var primaryKeyName: String { "id" }
    package static var rowVersion: ORM.RowVersion? { .integer(column: 3) }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "notes",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("title", String.sqlType),
            PGSchema.ColumnDefinition("rank", Int?.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("version", Int.sqlType, default: "1"),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "title", "rank", "version"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = []

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
        case 1: title
        case 2: rank
        case 3: _version
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: title = try String.decode(cell)
        case 2: rank = try Int?.decode(cell)
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
        package var _id: Int?
        package var title: String
        package var rank: Int?
        package var _version: Int?
    }

    package var snapshot: Snapshot {
        Snapshot(_id: _id, title: title, rank: rank, _version: _version)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        title = snapshot.title
        rank = snapshot.rank
        _version = snapshot._version
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: title, from: snapshot.title)
        mask.insert(2, ifChanged: rank, from: snapshot.rank)
        mask.insert(3, ifChanged: _version, from: snapshot._version)
        return mask
    }
}

// Wrote: @Entity("tickets", version: .xmin) final class Ticket: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var title: String
//     var rank: Int?
// }
package final class Ticket: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var title: String
    package var rank: Int?

    package init(title: String, rank: Int? = nil) {
        self.title = title
        self.rank = rank
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.title = try String(from: row, at: &index)
        self.rank = try Int?(from: row, at: &index)
    }
}

extension Ticket: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let title: QueryBuilder.Column<String>
        package let rank: QueryBuilder.Column<Int?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            title = QueryBuilder.Column<String>(table, "title")
            rank = QueryBuilder.Column<Int?>(table, "rank")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, title.node, rank.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("tickets"))
    package static var tableName: String { "tickets" }
    package static var primaryKeyName: String { "id" }
    package static var rowVersion: ORM.RowVersion? { .xmin }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "tickets",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("title", String.sqlType),
            PGSchema.ColumnDefinition("rank", Int?.sqlType, isNullable: true),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "title", "rank"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = []

    package var persistentID: Int? { _id }

    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        return mask
    }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: title
        case 2: rank
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: title = try String.decode(cell)
        case 2: rank = try Int?.decode(cell)
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
        package var _id: Int?
        package var title: String
        package var rank: Int?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, title: title, rank: rank) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        title = snapshot.title
        rank = snapshot.rank
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: title, from: snapshot.title)
        mask.insert(2, ifChanged: rank, from: snapshot.rank)
        return mask
    }
}
