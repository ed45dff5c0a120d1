import PGCore
import StrataMacros

// The tables of ``DatabaseTemplate/market`` that something happens in.

/// A look at a page.
@Table("visits")
struct Visit: Equatable {
    var customerID: Int
    var at: PGTimestampTZ
    var page: String
}

/// What a device measured, or that it could not.
@Table("readings")
struct Reading: Equatable {
    var device: Int
    var takenAt: PGTimestampTZ
    var value: Double?
}

/// Something to be done by a worker.
@Table("jobs")
struct Job: Equatable {
    var id: Int
    var queue: String
    var state: String
    var priority: Int
    var runAt: PGTimestampTZ
    var attempts: Int
    var worker: String?
}

/// How much of a product is where.
@Table("stock")
struct Stock: Equatable {
    var warehouse: String
    var productID: Int
    var quantity: Int
}

/// An order out of the way.
@Table("archived_orders")
struct ArchivedOrder: Equatable {
    var id: Int
    var customerID: Int
    var placedAt: PGTimestampTZ
    var status: String
    var total: PGNumeric
}

/// What was changed.
@Table("audit")
struct AuditEntry: Equatable {
    var id: Int
    var subject: String
    var subjectID: Int
    var details: JSONText
}
