import PGCore
import StrataMacros

// The tables of ``DatabaseTemplate/market`` that a shop has.

/// A kind of products, part of another one.
@Table("categories")
struct Category: Equatable {
    var id: Int
    var parentID: Int?
    var name: String
}

/// What is sold.
@Table("products")
struct Product: Equatable {
    var id: Int
    var categoryID: Int
    var name: String
    var description: String
    var price: PGNumeric
    var tags: [String]
    var attributes: JSONText
}

/// Who buys, perhaps sent by another customer.
@Table("customers")
struct Customer: Equatable {
    var id: Int
    var name: String
    var email: String
    var city: String
    var country: String
    var joined: PGDate
    var referredBy: Int?
}

/// What was bought at once.
@Table("orders")
struct Order: Equatable {
    var id: Int
    var customerID: Int
    var placedAt: PGTimestampTZ
    var status: String
    var total: PGNumeric
}

/// A line of an order.
@Table("order_items")
struct OrderItem: Equatable {
    var orderID: Int
    var line: Int
    var productID: Int
    var quantity: Int
    var price: PGNumeric
}
