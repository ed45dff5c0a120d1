import ORM
import PGCore
import PGSchema
import QueryBuilder

// The entities of `setup.sql`, with what `@Entity` would write for them: building it would build all
// of the compiler's syntax library.

/// An entity of six columns.
final class Member: Codable {
    var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    var email: String
    var name: String
    var age: Int?
    var score: Double
    var created: PGTimestampTZ

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        self._id = try Int(from: row, at: &index)
        self.email = try String(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self.age = try Int?(from: row, at: &index)
        self.score = try Double(from: row, at: &index)
        self.created = try PGTimestampTZ(from: row, at: &index)
    }

    /// A sum over the row that is the same however it was read.
    var checksum: UInt64 {
        Self.checksum(id, email, name, age, score, created)
    }

    static func checksum(
        _ id: Int, _ email: String, _ name: String, _ age: Int?, _ score: Double,
        _ created: PGTimestampTZ
    ) -> UInt64 {
        UInt64(id) &+ UInt64(email.utf8.count) &+ UInt64(name.utf8.count) &+ UInt64(age ?? 0)
            &+ UInt64(score) &+ UInt64(created.microsecondsSince2000 / 1_000_000)
    }
}

extension Member: Entity {
    typealias ID = Int

    struct Columns: ColumnSet {
        let id: Column<Int>
        let email: Column<String>
        let name: Column<String>
        let age: Column<Int?>
        let score: Column<Double>
        let created: Column<PGTimestampTZ>

        init(_ table: TableReference) {
            id = Column<Int>(table, "id")
            email = Column<String>(table, "email")
            name = Column<String>(table, "name")
            age = Column<Int?>(table, "age")
            score = Column<Double>(table, "score")
            created = Column<PGTimestampTZ>(table, "created")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, email.node, name.node, age.node, score.node, created.node]
        }
    }
    static let columns: Columns = Columns(TableReference("bench_members"))
    static var tableName: String { "bench_members" }
    static var primaryKeyName: String { "id" }
    static let definition: TableDefinition = TableDefinition(
        name: "bench_members",
        columns: [
            ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            ColumnDefinition("email", String.sqlType),
            ColumnDefinition("name", String.sqlType),
            ColumnDefinition("age", Int?.sqlType, isNullable: true),
            ColumnDefinition("score", Double.sqlType),
            ColumnDefinition("created", PGTimestampTZ.sqlType),
        ],
        primaryKey: ["id"])
    static let propertyNames: [String] = ["id", "email", "name", "age", "score", "created"]
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
        case 1: email
        case 2: name
        case 3: age
        case 4: score
        case 5: created
        default: SQLNull()
        }
    }

    func load(column index: Int, from cell: Cell) throws(PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: email = try String.decode(cell)
        case 2: name = try String.decode(cell)
        case 3: age = try Int?.decode(cell)
        case 4: score = try Double.decode(cell)
        case 5: created = try PGTimestampTZ.decode(cell)
        default: break
        }
    }

    func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    struct Snapshot: Codable, Sendable {
        var id: Int { Member.known(_id, "id") }
        fileprivate var _id: Int?
        var email: String
        var name: String
        var age: Int?
        var score: Double
        var created: PGTimestampTZ
    }

    var snapshot: Snapshot {
        Snapshot(_id: _id, email: email, name: name, age: age, score: score, created: created)
    }

    func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        email = snapshot.email
        name = snapshot.name
        age = snapshot.age
        score = snapshot.score
        created = snapshot.created
    }

    func changedColumns(since snapshot: Snapshot) -> ColumnMask {
        var mask: ColumnMask = ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: email, from: snapshot.email)
        mask.insert(2, ifChanged: name, from: snapshot.name)
        mask.insert(3, ifChanged: age, from: snapshot.age)
        mask.insert(4, ifChanged: score, from: snapshot.score)
        mask.insert(5, ifChanged: created, from: snapshot.created)
        return mask
    }
}
