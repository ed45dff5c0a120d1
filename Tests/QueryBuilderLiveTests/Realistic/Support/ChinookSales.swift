import PGCore
import PGSchema
import QueryBuilder

// The tables of ``Chinook`` about sales, written by hand; not all of their columns.

extension Chinook {
    /// Who buys.
    struct Customer: Table, Equatable {
        var customerID: Int
        var firstName: String
        var lastName: String
        var city: String?
        var country: String?
        var email: String
        var supportRepID: Int?

        struct Columns: TableColumns {
            typealias Value = Customer
            let customerID: Column<Int>
            let firstName: Column<String>
            let lastName: Column<String>
            let city: Column<String?>
            let country: Column<String?>
            let email: Column<String>
            let supportRepID: Column<Int?>

            init(_ table: TableReference) {
                customerID = Column(table, "customer_id")
                firstName = Column(table, "first_name")
                lastName = Column(table, "last_name")
                city = Column(table, "city")
                country = Column(table, "country")
                email = Column(table, "email")
                supportRepID = Column(table, "support_rep_id")
            }

            var selectedExpressions: [SQLNode] {
                [
                    customerID.node, firstName.node, lastName.node, city.node, country.node,
                    email.node, supportRepID.node,
                ]
            }
        }

        static let definition = TableDefinition(
            name: "customer",
            columns: [
                ColumnDefinition("customer_id", Int.sqlType),
                ColumnDefinition("first_name", String.sqlType),
                ColumnDefinition("last_name", String.sqlType),
                ColumnDefinition("city", String.sqlType, isNullable: true),
                ColumnDefinition("country", String.sqlType, isNullable: true),
                ColumnDefinition("email", String.sqlType),
                ColumnDefinition("support_rep_id", Int.sqlType, isNullable: true),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            customerID = try Int(from: row, at: &index)
            firstName = try String(from: row, at: &index)
            lastName = try String(from: row, at: &index)
            city = try String?(from: row, at: &index)
            country = try String?(from: row, at: &index)
            email = try String(from: row, at: &index)
            supportRepID = try Int?(from: row, at: &index)
        }
    }

    /// Who sells.
    struct Employee: Table, Equatable {
        var employeeID: Int
        var lastName: String
        var firstName: String
        var title: String?
        var reportsTo: Int?
        var hireDate: PGTimestamp?

        struct Columns: TableColumns {
            typealias Value = Employee
            let employeeID: Column<Int>
            let lastName: Column<String>
            let firstName: Column<String>
            let title: Column<String?>
            let reportsTo: Column<Int?>
            let hireDate: Column<PGTimestamp?>

            init(_ table: TableReference) {
                employeeID = Column(table, "employee_id")
                lastName = Column(table, "last_name")
                firstName = Column(table, "first_name")
                title = Column(table, "title")
                reportsTo = Column(table, "reports_to")
                hireDate = Column(table, "hire_date")
            }

            var selectedExpressions: [SQLNode] {
                [
                    employeeID.node, lastName.node, firstName.node, title.node, reportsTo.node,
                    hireDate.node,
                ]
            }
        }

        static let definition = TableDefinition(
            name: "employee",
            columns: [
                ColumnDefinition("employee_id", Int.sqlType),
                ColumnDefinition("last_name", String.sqlType),
                ColumnDefinition("first_name", String.sqlType),
                ColumnDefinition("title", String.sqlType, isNullable: true),
                ColumnDefinition("reports_to", Int.sqlType, isNullable: true),
                ColumnDefinition("hire_date", PGTimestamp.sqlType, isNullable: true),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            employeeID = try Int(from: row, at: &index)
            lastName = try String(from: row, at: &index)
            firstName = try String(from: row, at: &index)
            title = try String?(from: row, at: &index)
            reportsTo = try Int?(from: row, at: &index)
            hireDate = try PGTimestamp?(from: row, at: &index)
        }
    }

    /// What was bought at once.
    struct Invoice: Table, Equatable {
        var invoiceID: Int
        var customerID: Int
        var invoiceDate: PGTimestamp
        var billingCountry: String?
        var billingCity: String?
        var total: PGNumeric

        struct Columns: TableColumns {
            typealias Value = Invoice
            let invoiceID: Column<Int>
            let customerID: Column<Int>
            let invoiceDate: Column<PGTimestamp>
            let billingCountry: Column<String?>
            let billingCity: Column<String?>
            let total: Column<PGNumeric>

            init(_ table: TableReference) {
                invoiceID = Column(table, "invoice_id")
                customerID = Column(table, "customer_id")
                invoiceDate = Column(table, "invoice_date")
                billingCountry = Column(table, "billing_country")
                billingCity = Column(table, "billing_city")
                total = Column(table, "total")
            }

            var selectedExpressions: [SQLNode] {
                [
                    invoiceID.node, customerID.node, invoiceDate.node, billingCountry.node,
                    billingCity.node, total.node,
                ]
            }
        }

        static let definition = TableDefinition(
            name: "invoice",
            columns: [
                ColumnDefinition("invoice_id", Int.sqlType),
                ColumnDefinition("customer_id", Int.sqlType),
                ColumnDefinition("invoice_date", PGTimestamp.sqlType),
                ColumnDefinition("billing_country", String.sqlType, isNullable: true),
                ColumnDefinition("billing_city", String.sqlType, isNullable: true),
                ColumnDefinition("total", PGNumeric.sqlType),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            invoiceID = try Int(from: row, at: &index)
            customerID = try Int(from: row, at: &index)
            invoiceDate = try PGTimestamp(from: row, at: &index)
            billingCountry = try String?(from: row, at: &index)
            billingCity = try String?(from: row, at: &index)
            total = try PGNumeric(from: row, at: &index)
        }
    }

    /// A track on an invoice.
    struct InvoiceLine: Table, Equatable {
        var invoiceLineID: Int
        var invoiceID: Int
        var trackID: Int
        var unitPrice: PGNumeric
        var quantity: Int

        struct Columns: TableColumns {
            typealias Value = InvoiceLine
            let invoiceLineID: Column<Int>
            let invoiceID: Column<Int>
            let trackID: Column<Int>
            let unitPrice: Column<PGNumeric>
            let quantity: Column<Int>

            init(_ table: TableReference) {
                invoiceLineID = Column(table, "invoice_line_id")
                invoiceID = Column(table, "invoice_id")
                trackID = Column(table, "track_id")
                unitPrice = Column(table, "unit_price")
                quantity = Column(table, "quantity")
            }

            var selectedExpressions: [SQLNode] {
                [invoiceLineID.node, invoiceID.node, trackID.node, unitPrice.node, quantity.node]
            }
        }

        static let definition = TableDefinition(
            name: "invoice_line",
            columns: [
                ColumnDefinition("invoice_line_id", Int.sqlType),
                ColumnDefinition("invoice_id", Int.sqlType),
                ColumnDefinition("track_id", Int.sqlType),
                ColumnDefinition("unit_price", PGNumeric.sqlType),
                ColumnDefinition("quantity", Int.sqlType),
            ])
        static let columns = Columns(TableReference(definition))

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            invoiceLineID = try Int(from: row, at: &index)
            invoiceID = try Int(from: row, at: &index)
            trackID = try Int(from: row, at: &index)
            unitPrice = try PGNumeric(from: row, at: &index)
            quantity = try Int(from: row, at: &index)
        }
    }
}
