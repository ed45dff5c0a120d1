// What a query says, and what the server makes of it.

import PGWire
import StrataMacros

enum LookingAtSQL {
    @Table("orders") struct Order: Sendable {
        @PrimaryKey(.identity) var id: Int
        var customer: String
        var total: Int
    }

    @Table("lines") struct Line: Sendable {
        @PrimaryKey(.identity) var id: Int
        var orderID: Int
    }

    // snippet.query
    static let query = Order.where { $0.customer == "O'Hara" && $0.total > 100 }.orderBy { $0.id }
    // snippet.end

    static func show() {
        // snippet.texts
        print(query.sql.text)  // one line, as it is sent, with $1 and $2
        print(query.sql.prettyText)  // the same over several lines
        print(query.sql.inlined)  // with the values written in; of a type that cannot be run
        print(query.sql.inlined.pretty)
        // snippet.end
    }

    static var forgotten: [QueryWarning] {
        // snippet.warnings
        let pairs = Order.join(Line.self) { order, _ in order.total > 100 }
        let warnings = pairs.warnings  // no condition joins lines …
        // snippet.end
        return warnings
    }

    static func plan(on pool: ConnectionPool) async throws {
        // snippet.plan
        let plan = try await query.explain(on: pool)
        print(plan.root.type)
        let measured = try await query.explain(on: pool, .analyze)
        // snippet.end
        print(measured.root.type)
    }

    static var tagged: SQLStatement {
        // snippet.tags
        let listing = Order.orderBy { $0.id }.limit(20).tagged(with: ["route": "/orders"])
        // snippet.end
        return listing.sql
    }

    static var statements: [String: SQLStatement] { ["query": query.sql] }
}
