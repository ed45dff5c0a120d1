// SELECT as Swift values.

import StrataMacros

enum Selecting {
    // snippet.tables
    @Table("customers") struct Customer: Sendable {
        @PrimaryKey(.identity) var id: Int
        @Unique var email: String
        var name: String
        var country: String
        var age: Int?
    }

    @Table("orders") struct Order: Sendable {
        @PrimaryKey(.identity) var id: Int
        @References("customers", "id") var customerID: Int
        var placedAt: PGTimestampTZ
        var status: String
        var total: PGNumeric
    }
    // snippet.end

    static var basics: [String: SQLStatement] {
        // snippet.rows
        let adults = Customer.where { $0.age >= 18 && $0.email.hasSuffix("@example.org") }
            .orderBy { $0.name }
        // snippet.end

        // snippet.columns
        let names = Customer.select { ($0.id, $0.name.upper(), $0.age.coalesce(0)) }
            .orderBy { ($0.country, $0.age.descending.nullsLast) }
            .limit(10)
        // snippet.end

        // snippet.null
        let unknown = Customer.where { $0.age.isNull || $0.age.isNot(30) }
            .select { ($0.id, $0.age) }
        // snippet.end

        // snippet.lists
        let some = Customer.where { $0.country.in(["Norway", "Peru"]) && $0.id.notIn([1, 2]) }
        // snippet.end

        // snippet.labels
        let initial = Label<String>("initial")
        let initials = Customer.select { ($0.name.left(1).labelled(initial), $0.name) }
            .orderBy { _ in initial.descending }
        // snippet.end

        return [
            "rows": adults.sql, "columns": names.sql, "null": unknown.sql, "lists": some.sql,
            "labels": initials.sql,
        ]
    }

    // snippet.filter
    struct Filter {
        var name: String?
        var countries: [String]?
        var isAdult = false
    }

    static func customers(_ filter: Filter) -> From1<Customer.Columns> {
        Customer.where(ifLet: filter.name) { $0.name.contains($1, ignoringCase: true) }
            .where(ifLet: filter.countries) { $0.country.in($1) }
            .whereAll {
                if filter.isAdult { $0.age >= 18 }
            }
    }
    // snippet.end

    static var clauses: [String: SQLStatement] {
        // snippet.distinct
        let countries = Customer.select { $0.country }.distinct()
        // snippet.end

        // snippet.distinctOn
        let latest = Order.all.distinctOn { $0.customerID }
            .orderBy { ($0.customerID, $0.placedAt.descending) }
        // snippet.end

        // snippet.limits
        let best = Order.orderBy { $0.total.descending }.limitWithTies(3).select { $0.id }
        // snippet.end

        // snippet.locking
        let next = Order.where { $0.status == "new" }.orderBy { $0.placedAt }.limit(1)
            .forUpdate(.skipLocked)
        // snippet.end

        return [
            "filter": customers(Filter(name: "ann", isAdult: true)).sql,
            "distinct": countries.sql, "distinctOn": latest.sql, "limits": best.sql,
            "locking": next.sql,
        ]
    }

    static var queries: [String: SQLStatement] {
        // snippet.exists
        let buyers = Customer.where { customer in
            Order.where { $0.customerID == customer.id && $0.status != "cancelled" }.exists
        }
        // snippet.end

        // snippet.scalar
        let counted = Customer.select { customer in
            let orders = Order.where { $0.customerID == customer.id }
            return (customer.name, scalar(orders.select { _ in countRows() }))
        }
        // snippet.end

        // snippet.inQuery
        let others = Customer.where { $0.id.notIn(Order.select { $0.customerID }) }
        // snippet.end

        // snippet.quantified
        let dearest = Order.where { $0.total.gte(allOf(Order.select { $0.total })) }
        // snippet.end

        // snippet.rowValues
        let after = Order.where { row($0.total, $0.id).gt(row(values: PGNumeric(100), 7)) }
        // snippet.end

        return [
            "exists": buyers.sql, "scalar": counted.sql, "inQuery": others.sql,
            "quantified": dearest.sql, "rowValues": after.sql,
        ]
    }

    static var sets: [String: SQLStatement] {
        // snippet.sets
        let young = Customer.where { $0.age < 30 }.select { ($0.id, $0.name) }
        let local = Customer.where { $0.country == "Peru" }.select { ($0.id, $0.name) }
        let either = young.union(local).orderBy { $0.columns.1 }.limit(20)
        let onlyYoung = young.except(local)
        // snippet.end

        // snippet.values
        let pairs = values([(1, "one"), (2, "two")])
        let sum = select(Expression.value(1) + 2, now())
        // snippet.end

        // snippet.scoped
        let bigAndRecent = Order.all.worth(atLeast: 100).recent
        // snippet.end

        return [
            "scoped": bigAndRecent.sql, "sets": either.sql, "sets 2": onlyYoung.sql,
            "values": pairs.sql, "values 2": sum.sql,
        ]
    }

    static var statements: [String: SQLStatement] {
        [basics, clauses, queries, sets].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
}

// snippet.scopes
extension From1<Selecting.Order.Columns> {
    var recent: Self { orderBy { $0.placedAt.descending }.limit(20) }

    func worth(atLeast amount: PGNumeric) -> Self { self.where { $0.total >= amount } }
}
// snippet.end
