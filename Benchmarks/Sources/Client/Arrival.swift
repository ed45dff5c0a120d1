import ORM
import PGCore
import PGSchema
import QueryBuilder

/// An entity of four columns, which is inserted and changed.
final class Arrival: Codable {
    var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    var name: String
    var score: Double
    var created: PGTimestampTZ

    init(name: String, score: Double, created: PGTimestampTZ) {
        self.name = name
        self.score = score
        self.created = created
    }

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self.score = try Double(from: row, at: &index)
        self.created = try PGTimestampTZ(from: row, at: &index)
    }
}

extension Arrival: Entity {
    typealias ID = Int

    struct Columns: ColumnSet {
        let id: Column<Int>
        let name: Column<String>
        let score: Column<Double>
        let created: Column<PGTimestampTZ>

        init(_ table: TableReference) {
            id = Column<Int>(table, "id")
            name = Column<String>(table, "name")
            score = Column<Double>(table, "score")
            created = Column<PGTimestampTZ>(table, "created")
        }

        var selectedExpressions: [SQLNode] { [id.node, name.node, score.node, created.node] }
    }
    static let columns: Columns = Columns(TableReference("bench_arrivals"))
    static var tableName: String { "bench_arrivals" }
    static var primaryKeyName: String { "id" }
    static let definition: TableDefinition = TableDefinition(
        name: "bench_arrivals",
        columns: [
            ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            ColumnDefinition("name", String.sqlType),
            ColumnDefinition("score", Double.sqlType),
            ColumnDefinition("created", PGTimestampTZ.sqlType),
        ],
        primaryKey: ["id"])
    static let propertyNames: [String] = ["id", "name", "score", "created"]
    static var primaryKeyIndex: Int { 0 }
    static let relationships: [Relationship] = []

    var persistentID: Int? { _id }

    var unsetColumns: ColumnMask {
        var mask: ColumnMask = ColumnMask()
        if _id == nil { mask.insert(0) }
        return mask
    }

    func parameter(forColumn index: Int) -> any ParameterEncodable {
        switch index {
        case 0: _id
        case 1: name
        case 2: score
        case 3: created
        default: SQLNull()
        }
    }

    func load(column index: Int, from cell: Cell) throws(PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: score = try Double.decode(cell)
        case 3: created = try PGTimestampTZ.decode(cell)
        default: break
        }
    }

    func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    struct Snapshot: Codable, Sendable {
        var id: Int { Arrival.known(_id, "id") }
        fileprivate var _id: Int?
        var name: String
        var score: Double
        var created: PGTimestampTZ
    }

    var snapshot: Snapshot { Snapshot(_id: _id, name: name, score: score, created: created) }

    func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        score = snapshot.score
        created = snapshot.created
    }

    func changedColumns(since snapshot: Snapshot) -> ColumnMask {
        var mask: ColumnMask = ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: score, from: snapshot.score)
        mask.insert(3, ifChanged: created, from: snapshot.created)
        return mask
    }
}
