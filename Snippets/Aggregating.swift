// GROUP BY, aggregates and windows.

import StrataMacros

enum Aggregating {
    @Table("sales") struct Sale: Sendable {
        @PrimaryKey(.identity) var id: Int
        var region: String
        var city: String
        var seller: String
        var soldAt: PGTimestampTZ
        var amount: PGNumeric
        var isPaid: Bool
    }

    static var groups: [String: SQLStatement] {
        // snippet.groups
        let regions = Sale.all.groupBy { $0.region }
            .having { $0.amount.sum() > 1_000 }
            .orderBy { $0.amount.sum().descending }
            .select { ($0.region, countRows(), $0.amount.sum(), $0.seller.count(distinct: true)) }
        // snippet.end

        // snippet.filter
        let paid = Sale.all.groupBy { $0.region }.select {
            ($0.region, $0.amount.sum().filter($0.isPaid), countRows().filter(!$0.isPaid))
        }
        // snippet.end

        // snippet.lists
        let sellers = Sale.all.groupBy { $0.region }.select {
            (
                $0.region, $0.seller.stringAgg(separator: ", ", distinct: true).orderBy($0.seller),
                $0.id.arrayAgg().orderBy($0.amount.descending)
            )
        }
        // snippet.end

        // snippet.percentiles
        let spread = Sale.select {
            ($0.amount.percentileCont(0.5), $0.amount.percentileDisc([0.25, 0.75]))
        }
        // snippet.end

        // snippet.labels
        let day = Label<PGTimestamp>("day")
        let daily = Sale.select {
            (
                $0.soldAt.atTimeZone("Europe/Oslo").dateTrunc(.day).labelled(day),
                $0.amount.sum()
            )
        }
        .groupBy { _ in day }
        .orderBy { _ in day }
        // snippet.end

        // snippet.rollup
        let subtotals = Sale.all.groupBy { rollup($0.region, $0.city) }
            .select {
                (
                    $0.region.nullable, $0.city.nullable, grouping($0.region, $0.city),
                    $0.amount.sum()
                )
            }
        // snippet.end

        return [
            "groups": regions.sql, "filter": paid.sql, "lists": sellers.sql,
            "percentiles": spread.sql, "labels": daily.sql, "rollup": subtotals.sql,
        ]
    }

    static var windows: [String: SQLStatement] {
        // snippet.ranks
        let ranked = Sale.select {
            (
                $0.seller, $0.amount,
                rank().over(partitionBy: $0.region, orderBy: $0.amount.descending),
                $0.amount.lag().over(partitionBy: $0.seller, orderBy: $0.soldAt)
            )
        }
        // snippet.end

        // snippet.running
        let running = Sale.select {
            (
                $0.soldAt, $0.amount.sum().over(orderBy: $0.soldAt, $0.id),
                $0.amount.avg().over(orderBy: $0.soldAt, frame: .rows(from: .preceding(6)))
            )
        }
        // snippet.end

        // snippet.named
        let named = Sale.all
            .window("so far") { WindowDefinition(partitionBy: $0.region, orderBy: $0.soldAt) }
            .select { ($0.id, rowNumber().over("so far"), $0.amount.sum().over("so far")) }
        // snippet.end

        // snippet.best
        let places = Sale.select {
            (
                $0.region, $0.seller, $0.amount,
                rowNumber().over(partitionBy: $0.region, orderBy: $0.amount.descending)
            )
        }
        .derived("places")
        let best = places.where { $0.columns.3 <= 3 }
            .select { ($0.columns.0, $0.columns.1, $0.columns.2) }
        // snippet.end

        // snippet.grouped
        let shares = Sale.all.groupBy { ($0.region, $0.city) }.select { s in
            let sum = s.amount.sum()
            return (s.city, sum, sum * 100 / sum.sum().over(partitionBy: s.region))
        }
        // snippet.end

        return [
            "ranks": ranked.sql, "running": running.sql, "named": named.sql, "best": best.sql,
            "grouped": shares.sql,
        ]
    }

    static var statements: [String: SQLStatement] {
        groups.merging(windows) { first, _ in first }
    }
}
