// Composite values, with nothing registered.

import PGCore
import PGWire

let pool = try ConnectionPool(.environment)

// snippet.show
struct Address: PostgresComposite {
    static let typeName = "address"
    var street: String
    var houseNumber: Int
}

struct Customer: Decodable {
    var name: String
    var home: Address
    var others: [Address]
}

let rows = try await pool.query("SELECT name, home, others FROM customers")
let customers = try rows.decode(into: Customer.self)

let moved = Address(street: "Main Street", houseNumber: 5)
try await pool.query("UPDATE customers SET home = \(moved) WHERE name = \("Ann")")
let pair = try await pool.query("SELECT ROW(1, 'x')")
let (number, text) = try PGRecord(from: pair[0].cell(at: 0)).decode(Int.self, String.self)
// snippet.hide
print(customers.count, number, text)
