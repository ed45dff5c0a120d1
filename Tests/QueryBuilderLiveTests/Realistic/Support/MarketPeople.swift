import PGCore
import PGSchema
import QueryBuilder

// The tables of ``DatabaseTemplate/market`` about people and things, written by hand.

/// Who works for whom.
struct Employee: Table, Equatable {
    var id: Int
    var managerID: Int?
    var name: String
    var department: String
    var salary: Int
    var hired: PGDate

    struct Columns: TableColumns {
        typealias Value = Employee
        let id: Column<Int>
        let managerID: Column<Int?>
        let name: Column<String>
        let department: Column<String>
        let salary: Column<Int>
        let hired: Column<PGDate>

        init(_ table: TableReference) {
            id = Column(table, "id")
            managerID = Column(table, "manager_id")
            name = Column(table, "name")
            department = Column(table, "department")
            salary = Column(table, "salary")
            hired = Column(table, "hired")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, managerID.node, name.node, department.node, salary.node, hired.node]
        }
    }

    static let definition = TableDefinition(
        name: "employees",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("manager_id", Int.sqlType, isNullable: true),
            ColumnDefinition("name", String.sqlType),
            ColumnDefinition("department", String.sqlType),
            ColumnDefinition("salary", Int.sqlType),
            ColumnDefinition("hired", PGDate.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        managerID = try Int?(from: row, at: &index)
        name = try String(from: row, at: &index)
        department = try String(from: row, at: &index)
        salary = try Int(from: row, at: &index)
        hired = try PGDate(from: row, at: &index)
    }
}

/// Who follows whom.
struct Follow: Table, Equatable {
    var followerID: Int
    var followeeID: Int

    struct Columns: TableColumns {
        typealias Value = Follow
        let followerID: Column<Int>
        let followeeID: Column<Int>

        init(_ table: TableReference) {
            followerID = Column(table, "follower_id")
            followeeID = Column(table, "followee_id")
        }

        var selectedExpressions: [SQLNode] {
            [followerID.node, followeeID.node]
        }
    }

    static let definition = TableDefinition(
        name: "follows",
        columns: [
            ColumnDefinition("follower_id", Int.sqlType),
            ColumnDefinition("followee_id", Int.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        followerID = try Int(from: row, at: &index)
        followeeID = try Int(from: row, at: &index)
    }
}

/// What a thing is made of.
struct Part: Table, Equatable {
    var parentID: Int
    var childID: Int
    var quantity: Int

    struct Columns: TableColumns {
        typealias Value = Part
        let parentID: Column<Int>
        let childID: Column<Int>
        let quantity: Column<Int>

        init(_ table: TableReference) {
            parentID = Column(table, "parent_id")
            childID = Column(table, "child_id")
            quantity = Column(table, "quantity")
        }

        var selectedExpressions: [SQLNode] {
            [parentID.node, childID.node, quantity.node]
        }
    }

    static let definition = TableDefinition(
        name: "parts",
        columns: [
            ColumnDefinition("parent_id", Int.sqlType),
            ColumnDefinition("child_id", Int.sqlType),
            ColumnDefinition("quantity", Int.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        parentID = try Int(from: row, at: &index)
        childID = try Int(from: row, at: &index)
        quantity = try Int(from: row, at: &index)
    }
}

/// Addresses, some of them more than once.
struct Contact: Table, Equatable {
    var id: Int
    var email: String
    var name: String
    var seen: PGDate

    struct Columns: TableColumns {
        typealias Value = Contact
        let id: Column<Int>
        let email: Column<String>
        let name: Column<String>
        let seen: Column<PGDate>

        init(_ table: TableReference) {
            id = Column(table, "id")
            email = Column(table, "email")
            name = Column(table, "name")
            seen = Column(table, "seen")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, email.node, name.node, seen.node]
        }
    }

    static let definition = TableDefinition(
        name: "contacts",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("email", String.sqlType),
            ColumnDefinition("name", String.sqlType),
            ColumnDefinition("seen", PGDate.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        email = try String(from: row, at: &index)
        name = try String(from: row, at: &index)
        seen = try PGDate(from: row, at: &index)
    }
}

/// When a room is taken.
struct Booking: Table, Equatable {
    var id: Int
    var room: Int
    var guest: String
    var period: PGRange<PGTimestamp>

    struct Columns: TableColumns {
        typealias Value = Booking
        let id: Column<Int>
        let room: Column<Int>
        let guest: Column<String>
        let period: Column<PGRange<PGTimestamp>>

        init(_ table: TableReference) {
            id = Column(table, "id")
            room = Column(table, "room")
            guest = Column(table, "guest")
            period = Column(table, "period")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, room.node, guest.node, period.node]
        }
    }

    static let definition = TableDefinition(
        name: "bookings",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("room", Int.sqlType),
            ColumnDefinition("guest", String.sqlType),
            ColumnDefinition("period", PGRange<PGTimestamp>.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        room = try Int(from: row, at: &index)
        guest = try String(from: row, at: &index)
        period = try PGRange<PGTimestamp>(from: row, at: &index)
    }
}
