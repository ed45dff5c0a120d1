import PGCore
import StrataMacros

// The tables of ``Chinook`` about sales; not all of their columns.

extension Chinook {
    /// Who buys.
    @Table("customer")
    struct Customer: Equatable {
        var customerID: Int
        var firstName: String
        var lastName: String
        var city: String?
        var country: String?
        var email: String
        var supportRepID: Int?
    }

    /// Who sells.
    @Table("employee")
    struct Employee: Equatable {
        var employeeID: Int
        var lastName: String
        var firstName: String
        var title: String?
        var reportsTo: Int?
        var hireDate: PGTimestamp?
    }

    /// What was bought at once.
    @Table("invoice")
    struct Invoice: Equatable {
        var invoiceID: Int
        var customerID: Int
        var invoiceDate: PGTimestamp
        var billingCountry: String?
        var billingCity: String?
        var total: PGNumeric
    }

    /// A track on an invoice.
    @Table("invoice_line")
    struct InvoiceLine: Equatable {
        var invoiceLineID: Int
        var invoiceID: Int
        var trackID: Int
        var unitPrice: PGNumeric
        var quantity: Int
    }
}
