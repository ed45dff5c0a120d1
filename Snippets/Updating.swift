// UPDATE.

import StrataMacros

enum Updating {
    @Table("products") struct Product: Sendable {
        @PrimaryKey(.identity) var id: Int
        var name: String
        var price: PGNumeric
        var note: String?
        @Default("true") var isSold: Bool
    }

    @Table("offers") struct Offer: Sendable {
        @PrimaryKey var productID: Int
        var price: PGNumeric
        var startsOn: PGDate
    }

    static var basics: [String: SQLStatement] {
        // snippet.set
        let dearer = Product.update.set(\.price) { $0.price * 1.1 }
            .set(\.note, to: nil)
            .where { $0.isSold && $0.price < 100 }
        // snippet.end

        // snippet.all
        let everything = Product.update.setDefault(\.isSold).all
        // snippet.end

        // snippet.ifLet
        struct Changes {
            var name: String?
            var price: PGNumeric?
        }
        let changes = Changes(name: "Lamp")
        let patch = Product.update.set(\.name, ifLet: changes.name)
            .set(\.price, ifLet: changes.price).where { $0.id == 7 }
        // snippet.end

        // snippet.returning
        let renamed = Product.update.set(\.name) { $0.name.trim() }.all
            .returning { ($0.id, $0.name) }
        // snippet.end

        return [
            "set": dearer.sql, "all": everything.sql, "ifLet": patch.sql, "returning": renamed.sql,
        ]
    }

    static var tables: [String: SQLStatement] {
        // snippet.from
        let offered = Product.update
            .from(Offer.where { $0.startsOn <= currentDate() }) { update, offer in
                update.set(\.price, to: offer.price)
            }
            .where { product, offer in offer.productID == product.id }
        // snippet.end

        // snippet.each
        let prices = [(1, "Lamp", PGNumeric(12)), (2, "Chair", PGNumeric(80))]
        let each = Product.updateEach(\.id, \.name, \.price, to: prices)
        // snippet.end

        // snippet.subquery
        let cheapest = Offer.all.orderBy { $0.price }.limit(1).select { $0.price }
        let matched = Product.update.set(\.price, from: cheapest).where { $0.id == 7 }
        // snippet.end

        return ["from": offered.sql, "each": each.sql, "subquery": matched.sql]
    }

    /// What needs PostgreSQL 18.
    static var newer: [String: SQLStatement] {
        // snippet.changes
        let changed = Product.update.set(\.price) { $0.price * 2 }.where { $0.id == 7 }
            .returningChanges { old, new in (old.price, new.price) }
        // snippet.end

        return ["changes": changed.sql]
    }

    static var statements: [String: SQLStatement] { basics.merging(tables) { first, _ in first } }
}
