import PGCore
import PGSchema
import QueryBuilder

// The tables of ``DatabaseTemplate/market`` that a shop has, written by hand.

/// A kind of products, part of another one.
struct Category: Table, Equatable {
    var id: Int
    var parentID: Int?
    var name: String

    struct Columns: TableColumns {
        typealias Value = Category
        let id: Column<Int>
        let parentID: Column<Int?>
        let name: Column<String>

        init(_ table: TableReference) {
            id = Column(table, "id")
            parentID = Column(table, "parent_id")
            name = Column(table, "name")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, parentID.node, name.node]
        }
    }

    static let definition = TableDefinition(
        name: "categories",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("parent_id", Int.sqlType, isNullable: true),
            ColumnDefinition("name", String.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        parentID = try Int?(from: row, at: &index)
        name = try String(from: row, at: &index)
    }
}

/// What is sold.
struct Product: Table, Equatable {
    var id: Int
    var categoryID: Int
    var name: String
    var description: String
    var price: PGNumeric
    var tags: [String]
    var attributes: JSONText

    struct Columns: TableColumns {
        typealias Value = Product
        let id: Column<Int>
        let categoryID: Column<Int>
        let name: Column<String>
        let description: Column<String>
        let price: Column<PGNumeric>
        let tags: Column<[String]>
        let attributes: Column<JSONText>

        init(_ table: TableReference) {
            id = Column(table, "id")
            categoryID = Column(table, "category_id")
            name = Column(table, "name")
            description = Column(table, "description")
            price = Column(table, "price")
            tags = Column(table, "tags")
            attributes = Column(table, "attributes")
        }

        var selectedExpressions: [SQLNode] {
            [
                id.node, categoryID.node, name.node, description.node, price.node, tags.node,
                attributes.node,
            ]
        }
    }

    static let definition = TableDefinition(
        name: "products",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("category_id", Int.sqlType),
            ColumnDefinition("name", String.sqlType),
            ColumnDefinition("description", String.sqlType),
            ColumnDefinition("price", PGNumeric.sqlType),
            ColumnDefinition("tags", [String].sqlType),
            ColumnDefinition("attributes", JSONText.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        categoryID = try Int(from: row, at: &index)
        name = try String(from: row, at: &index)
        description = try String(from: row, at: &index)
        price = try PGNumeric(from: row, at: &index)
        tags = try [String](from: row, at: &index)
        attributes = try JSONText(from: row, at: &index)
    }
}

/// Who buys, perhaps sent by another customer.
struct Customer: Table, Equatable {
    var id: Int
    var name: String
    var email: String
    var city: String
    var country: String
    var joined: PGDate
    var referredBy: Int?

    struct Columns: TableColumns {
        typealias Value = Customer
        let id: Column<Int>
        let name: Column<String>
        let email: Column<String>
        let city: Column<String>
        let country: Column<String>
        let joined: Column<PGDate>
        let referredBy: Column<Int?>

        init(_ table: TableReference) {
            id = Column(table, "id")
            name = Column(table, "name")
            email = Column(table, "email")
            city = Column(table, "city")
            country = Column(table, "country")
            joined = Column(table, "joined")
            referredBy = Column(table, "referred_by")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, name.node, email.node, city.node, country.node, joined.node, referredBy.node]
        }
    }

    static let definition = TableDefinition(
        name: "customers",
        columns: [
            ColumnDefinition("id", Int.sqlType),
            ColumnDefinition("name", String.sqlType),
            ColumnDefinition("email", String.sqlType),
            ColumnDefinition("city", String.sqlType),
            ColumnDefinition("country", String.sqlType),
            ColumnDefinition("joined", PGDate.sqlType),
            ColumnDefinition("referred_by", Int.sqlType, isNullable: true),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        name = try String(from: row, at: &index)
        email = try String(from: row, at: &index)
        city = try String(from: row, at: &index)
        country = try String(from: row, at: &index)
        joined = try PGDate(from: row, at: &index)
        referredBy = try Int?(from: row, at: &index)
    }
}

/// What was bought at once.
struct Order: Table, Equatable {
    var id: Int
    var customerID: Int
    var placedAt: PGTimestampTZ
    var status: String
    var total: PGNumeric

    struct Columns: TableColumns {
        typealias Value = Order
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
        name: "orders",
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

/// A line of an order.
struct OrderItem: Table, Equatable {
    var orderID: Int
    var line: Int
    var productID: Int
    var quantity: Int
    var price: PGNumeric

    struct Columns: TableColumns {
        typealias Value = OrderItem
        let orderID: Column<Int>
        let line: Column<Int>
        let productID: Column<Int>
        let quantity: Column<Int>
        let price: Column<PGNumeric>

        init(_ table: TableReference) {
            orderID = Column(table, "order_id")
            line = Column(table, "line")
            productID = Column(table, "product_id")
            quantity = Column(table, "quantity")
            price = Column(table, "price")
        }

        var selectedExpressions: [SQLNode] {
            [orderID.node, line.node, productID.node, quantity.node, price.node]
        }
    }

    static let definition = TableDefinition(
        name: "order_items",
        columns: [
            ColumnDefinition("order_id", Int.sqlType),
            ColumnDefinition("line", Int.sqlType),
            ColumnDefinition("product_id", Int.sqlType),
            ColumnDefinition("quantity", Int.sqlType),
            ColumnDefinition("price", PGNumeric.sqlType),
        ])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        orderID = try Int(from: row, at: &index)
        line = try Int(from: row, at: &index)
        productID = try Int(from: row, at: &index)
        quantity = try Int(from: row, at: &index)
        price = try PGNumeric(from: row, at: &index)
    }
}
