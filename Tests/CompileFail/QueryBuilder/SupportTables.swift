// Tables and executors that the programs in this folder share.
import QueryBuilder

struct UserRow: Table {
    var id: Int
    var name: String
    var age: Int?

    struct Columns: TableColumns {
        typealias Value = UserRow
        let id: Column<Int>
        let name: Column<String>
        let age: Column<Int?>

        init(_ table: TableReference) {
            id = Column(table, "id")
            name = Column(table, "name")
            age = Column(table, "age")
        }

        var selectedExpressions: [SQLNode] { [id.node, name.node, age.node] }
    }

    static let definition = TableDefinition(name: "users", columns: [])

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        name = try String(from: row, at: &index)
        age = try Int?(from: row, at: &index)
    }

    struct New: InsertValues {
        typealias Target = UserRow
        var name: String
        static var insertColumns: [String] { ["name"] }
        var insertValues: [InsertValue] { [.value(name)] }
    }
}

struct PostRow: Table {
    var authorID: Int
    var title: String

    struct Columns: TableColumns {
        typealias Value = PostRow
        let authorID: Column<Int>
        let title: Column<String>

        init(_ table: TableReference) {
            authorID = Column(table, "author_id")
            title = Column(table, "title")
        }

        var selectedExpressions: [SQLNode] { [authorID.node, title.node] }
    }

    static let definition = TableDefinition(name: "posts", columns: [])

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        authorID = try Int(from: row, at: &index)
        title = try String(from: row, at: &index)
    }
}

struct EventRow: Table {
    var id: Int

    struct Columns: TableColumns {
        typealias Value = EventRow
        let id: Column<Int>
        let isOpen: Column<Bool>
        let document: Column<JSONText>
        let period: Column<PGRange<Int>>
        let days: Column<PGRange<PGDate>>
        let tags: Column<[String]>
        let at: Column<PGTimestamp>
        let day: Column<PGDate>

        init(_ table: TableReference) {
            id = Column(table, "id")
            isOpen = Column(table, "is_open")
            document = Column(table, "document")
            period = Column(table, "period")
            days = Column(table, "days")
            tags = Column(table, "tags")
            at = Column(table, "at")
            day = Column(table, "day")
        }

        var selectedExpressions: [SQLNode] { [id.node] }
    }

    static let definition = TableDefinition(name: "events", columns: [])

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
    }
}

struct NoRows: RowBatch {
    struct Row: RowReader {
        let columnCount = 0
        func cell(at index: Int) -> Cell { .null(of: .unknown) }
        func columnName(at index: Int) -> String { "" }
        func columnIndex(named name: String) -> Int? { nil }
    }
    let count = 0
    let columnCount = 0
    let affectedRows = 0
    func row(at index: Int) -> Row { Row() }
}

struct Pool: StatementExecutor {
    func execute(_ statement: SQLStatement) async throws(PGError) -> NoRows { NoRows() }
}

struct BlockingConnection: BlockingStatementExecutor {
    func execute(_ statement: SQLStatement) async throws(PGError) -> NoRows { NoRows() }
    func executeBlocking(_ statement: SQLStatement) throws(PGError) -> NoRows { NoRows() }
}

final class LocalTransaction: StatementExecutor {
    func execute(_ statement: SQLStatement) async throws(PGError) -> NoRows { NoRows() }
}
