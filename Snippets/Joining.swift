// Joins of every kind.

import StrataMacros

enum Joining {
    @Table("customers") struct Customer: Sendable {
        @PrimaryKey(.identity) var id: Int
        var name: String
        var referredBy: Int?
        var tags: [String]
    }

    @Table("orders") struct Order: Sendable {
        @PrimaryKey(.identity) var id: Int
        @References("customers", "id") var customerID: Int
        var placedAt: PGTimestampTZ
        var total: PGNumeric
    }

    @Table("payments") struct Payment: Sendable {
        @PrimaryKey(.identity) var id: Int
        @References("orders", "id") var orderID: Int
        var amount: PGNumeric
    }

    static var joins: [String: SQLStatement] {
        // snippet.inner
        let orders = Customer.join(Order.self) { c, o in o.customerID == c.id }
            .where { _, o in o.total > 100 }
            .select { c, o in (c.name, o.total) }
        // snippet.end

        // snippet.left
        let everybody = Customer.leftJoin(Order.self) { c, o in o.customerID == c.id }
            .orderBy { c, _ in c.name }
            .select { c, o in (c.name, o.total) }  // String, PGNumeric?
        // snippet.end

        // snippet.rows
        let pairs = Customer.leftJoin(Order.self) { c, o in o.customerID == c.id }
        // snippet.end

        // snippet.three
        let unpaid = Customer.join(Order.self) { c, o in o.customerID == c.id }
            .leftJoin(Payment.self) { _, o, p in p.orderID == o.id }
            .where { _, _, p in p.id.isNull }
            .select { c, o, _ in (c.name, o.id) }
        // snippet.end

        // snippet.full
        let compared = Order.all.fullJoin(Payment.self) { o, p in p.orderID == o.id }
            .select { o, p in (o.id, p.id, o.total.coalesce(0) - p.amount.coalesce(0)) }
        // snippet.end

        // snippet.itself
        let referred = Customer.join(Customer.self, as: "sponsor") { c, s in
            s.id == c.referredBy
        }
        .select { c, s in (c.name, s.name) }
        // snippet.end

        // snippet.using
        let samples = Customer.all.joinUsing(Payment.self) { c, p in c.id.using(p.id) }
            .select { c, p in (c.name, p.amount) }
        // snippet.end

        return [
            "inner": orders.sql, "left": everybody.sql, "rows": pairs.sql, "three": unpaid.sql,
            "full": compared.sql, "itself": referred.sql, "using": samples.sql,
        ]
    }

    static var sources: [String: SQLStatement] {
        // snippet.lateral
        let latest = Customer.all.leftJoinLateral { c in
            Order.where { $0.customerID == c.id }.orderBy { $0.placedAt.descending }.limit(1)
                .derived("latest")
        }
        .select { c, latest in (c.name, latest.placedAt, latest.total) }
        // snippet.end

        // snippet.derived
        let spent = Order.all.groupBy { $0.customerID }
            .select { ($0.customerID, $0.total.sum(), countRows()) }
            .derived("spent")
        let customers = Customer.join(spent) { c, s in s.columns.0 == c.id }
            .select { c, s in
                let (_, total, count) = s.columns
                return (c.name, total.coalesce(0), count)
            }
        // snippet.end

        // snippet.functions
        let tags = Customer.all.crossJoinLateral { c in unnest(c.tags).withOrdinality }
            .select { c, tag in (c.name, tag.ordinality, tag.value) }
        let numbers = generateSeries(from: 1, through: 10, by: 3).select { $0.value }
        // snippet.end

        return [
            "lateral": latest.sql, "derived": customers.sql, "functions": tags.sql,
            "functions 2": numbers.sql,
        ]
    }

    static var statements: [String: SQLStatement] {
        joins.merging(sources) { first, _ in first }
    }
}
