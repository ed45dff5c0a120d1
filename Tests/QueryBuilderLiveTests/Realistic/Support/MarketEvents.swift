import PGCore
import PGSchema
import QueryBuilder

// The tables of ``DatabaseTemplate/market`` that something happens in, written by hand.

/// A look at a page.
struct Visit: Table, Equatable {
    var customerID: Int
    var at: PGTimestampTZ
    var page: String

    struct Columns: TableColumns {
        typealias Value = Visit
        let customerID: Column<Int>
        let at: Column<PGTimestampTZ>
        let page: Column<String>

        init(_ table: TableReference) {
            customerID = Column(table, "customer_id")
            at = Column(table, "at")
            page = Column(table, "page")
        }

        var selectedExpressions: [SQLNode] {
            [customerID.node, at.node, page.node]
        }
    }

    static let definition = TableDefinition(
        name: "visits",
        columns: [
            ColumnDefinition("customer_id", Int.sqlType),
            ColumnDefinition("at", PGTimestampTZ.sqlType),
            ColumnDefinition("page", String.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        customerID = try Int(from: row, at: &index)
        at = try PGTimestampTZ(from: row, at: &index)
        page = try String(from: row, at: &index)
    }
}

/// What a device measured, or that it could not.
struct Reading: Table, Equatable {
    var device: Int
    var takenAt: PGTimestampTZ
    var value: Double?

    struct Columns: TableColumns {
        typealias Value = Reading
        let device: Column<Int>
        let takenAt: Column<PGTimestampTZ>
        let value: Column<Double?>

        init(_ table: TableReference) {
            device = Column(table, "device")
            takenAt = Column(table, "taken_at")
            value = Column(table, "value")
        }

        var selectedExpressions: [SQLNode] {
            [device.node, takenAt.node, value.node]
        }
    }

    static let definition = TableDefinition(
        name: "readings",
        columns: [
            ColumnDefinition("device", Int.sqlType),
            ColumnDefinition("taken_at", PGTimestampTZ.sqlType),
            ColumnDefinition("value", Double.sqlType, isNullable: true),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        device = try Int(from: row, at: &index)
        takenAt = try PGTimestampTZ(from: row, at: &index)
        value = try Double?(from: row, at: &index)
    }
}

/// Something to be done by a worker.
struct Job: Table, Equatable {
    var id: Int
    var queue: String
    var state: String
    var priority: Int
    var runAt: PGTimestampTZ
    var attempts: Int
    var worker: String?

    struct Columns: TableColumns {
        typealias Value = Job
        let id: Column<Int>
        let queue: Column<String>
        let state: Column<String>
        let priority: Column<Int>
        let runAt: Column<PGTimestampTZ>
        let attempts: Column<Int>
        let worker: Column<String?>

        init(_ table: TableReference) {
            id = Column(table, "id")
            queue = Column(table, "queue")
            state = Column(table, "state")
            priority = Column(table, "priority")
            runAt = Column(table, "run_at")
            attempts = Column(table, "attempts")
            worker = Column(table, "worker")
        }

        var selectedExpressions: [SQLNode] {
            [
                id.node, queue.node, state.node, priority.node, runAt.node, attempts.node,
                worker.node,
            ]
        }
    }

    static let definition = TableDefinition(
        name: "jobs",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("queue", String.sqlType),
            ColumnDefinition("state", String.sqlType),
            ColumnDefinition("priority", Int.sqlType),
            ColumnDefinition("run_at", PGTimestampTZ.sqlType),
            ColumnDefinition("attempts", Int.sqlType),
            ColumnDefinition("worker", String.sqlType, isNullable: true),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        queue = try String(from: row, at: &index)
        state = try String(from: row, at: &index)
        priority = try Int(from: row, at: &index)
        runAt = try PGTimestampTZ(from: row, at: &index)
        attempts = try Int(from: row, at: &index)
        worker = try String?(from: row, at: &index)
    }
}

/// How much of a product is where.
struct Stock: Table, Equatable {
    var warehouse: String
    var productID: Int
    var quantity: Int

    struct Columns: TableColumns {
        typealias Value = Stock
        let warehouse: Column<String>
        let productID: Column<Int>
        let quantity: Column<Int>

        init(_ table: TableReference) {
            warehouse = Column(table, "warehouse")
            productID = Column(table, "product_id")
            quantity = Column(table, "quantity")
        }

        var selectedExpressions: [SQLNode] {
            [warehouse.node, productID.node, quantity.node]
        }
    }

    static let definition = TableDefinition(
        name: "stock",
        columns: [
            ColumnDefinition("warehouse", String.sqlType),
            ColumnDefinition("product_id", Int.sqlType),
            ColumnDefinition("quantity", Int.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        warehouse = try String(from: row, at: &index)
        productID = try Int(from: row, at: &index)
        quantity = try Int(from: row, at: &index)
    }
}

/// An order out of the way.
struct ArchivedOrder: Table, Equatable {
    var id: Int
    var customerID: Int
    var placedAt: PGTimestampTZ
    var status: String
    var total: PGNumeric

    struct Columns: TableColumns {
        typealias Value = ArchivedOrder
        let id: Column<Int>
        let customerID: Column<Int>
        let placedAt: Column<PGTimestampTZ>
        let status: Column<String>
        let total: Column<PGNumeric>

        init(_ table: TableReference) {
            id = Column(table, "id")
            customerID = Column(table, "customer_id")
            placedAt = Column(table, "placed_at")
            status = Column(table, "status")
            total = Column(table, "total")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, customerID.node, placedAt.node, status.node, total.node]
        }
    }

    static let definition = TableDefinition(
        name: "archived_orders",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("customer_id", Int.sqlType),
            ColumnDefinition("placed_at", PGTimestampTZ.sqlType),
            ColumnDefinition("status", String.sqlType),
            ColumnDefinition("total", PGNumeric.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        customerID = try Int(from: row, at: &index)
        placedAt = try PGTimestampTZ(from: row, at: &index)
        status = try String(from: row, at: &index)
        total = try PGNumeric(from: row, at: &index)
    }
}

/// What was changed.
struct AuditEntry: Table, Equatable {
    var id: Int
    var subject: String
    var subjectID: Int
    var details: JSONText

    struct Columns: TableColumns {
        typealias Value = AuditEntry
        let id: Column<Int>
        let subject: Column<String>
        let subjectID: Column<Int>
        let details: Column<JSONText>

        init(_ table: TableReference) {
            id = Column(table, "id")
            subject = Column(table, "subject")
            subjectID = Column(table, "subject_id")
            details = Column(table, "details")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, subject.node, subjectID.node, details.node]
        }
    }

    static let definition = TableDefinition(
        name: "audit",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("subject", String.sqlType),
            ColumnDefinition("subject_id", Int.sqlType),
            ColumnDefinition("details", JSONText.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        subject = try String(from: row, at: &index)
        subjectID = try Int(from: row, at: &index)
        details = try JSONText(from: row, at: &index)
    }
}
