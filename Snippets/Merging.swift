// MERGE.

import StrataMacros

enum Merging {
    @Table("stock") struct Stock: Sendable {
        @PrimaryKey var productID: Int
        var quantity: Int
    }

    @Table("counted") struct Counted: Sendable {
        @PrimaryKey var productID: Int
        var quantity: Int
    }

    static var statements: [String: SQLStatement] {
        // snippet.table
        let merge = Stock.merge(using: Counted.self) { s, c in s.productID == c.productID }
            .whenMatched { _, c in c.quantity == 0 }.delete()
            .whenMatched().update { update, c in update.set(\.quantity, to: c.quantity) }
            .whenNotMatched().insert { insert, c in
                insert.set(\.productID, to: c.productID).set(\.quantity, to: c.quantity)
            }
        // snippet.end

        // snippet.values
        let list = values([(1, 5), (2, 0)]).derived("list")
        let fromValues = Stock.merge(using: list) { s, l in s.productID == l.columns.0 }
            .whenMatched().update { update, l in
                update.set(\.quantity) { $0.quantity + l.columns.1 }
            }
            .whenNotMatched { l in l.columns.1 == 0 }.doNothing()
            .whenNotMatched().insert { insert, l in
                insert.set(\.productID, to: l.columns.0).set(\.quantity, to: l.columns.1)
            }
        // snippet.end

        return ["table": merge.sql, "values": fromValues.sql]
    }

    /// What needs PostgreSQL 17.
    static var newer: [String: SQLStatement] {
        // snippet.bySource
        let mirror = Stock.merge(using: Counted.self) { s, c in s.productID == c.productID }
            .whenMatched().update { update, c in update.set(\.quantity, to: c.quantity) }
            .whenNotMatchedBySource().delete()
            .returning { s, _ in (mergeAction(), s.productID) }
        // snippet.end

        return ["bySource": mirror.sql]
    }
}
