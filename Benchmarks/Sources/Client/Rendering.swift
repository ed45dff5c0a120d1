import PGCore
import QueryBuilder

/// What a query costs before it is sent: building it, and finding its text by its shape.
enum Rendering {
    /// A table of both, for a lookup by key and for a query of ten conditions.
    static func report() -> String {
        var lines = [
            "Nanoseconds for a query before it is sent, the least of many windows.", "",
            "| Query | Built | Rendered, its shape being known | Target | |",
            "| --- | ---: | ---: | ---: | --- |",
        ]
        let lookup = Account.where { $0.id == 7 }.select { $0.balance }
        let ten = tenConditions(7)
        let built = (
            least { Account.where { $0.id == $0.balance }.select { $0.balance }.statement },
            least { tenConditions(7).statement }
        )
        let rendered = (least { lookup.sql }, least { ten.sql })
        lines.append("| lookup by primary key | \(built.0) | \(rendered.0) | | |")
        lines.append(
            "| ten conditions | \(built.1) | \(rendered.1) | ≤ 2000 | "
                + "\(rendered.1 <= 2_000 ? "met" : "**missed**") |")
        return lines.joined(separator: "\n")
    }

    private static func tenConditions(_ number: Int) -> some SelectQuery {
        let query = BenchRow.where {
            $0.id > number && $0.id < 2 * number && $0.id != 3 * number && $0.score > 0.5
                && $0.score < 99.5 && $0.score != 7.25
        }
        .where { $0.email != "a" && $0.email > "b" && $0.email < "c" && $0.email != "d" }
        .select { ($0.id, $0.email, $0.score, $0.created) }
        return query
    }

    /// The least time per call over windows of a hundred calls, which nothing else got into.
    private static func least<Result>(_ body: () -> Result) -> Int {
        let clock = ContinuousClock()
        var best = Duration.seconds(1)
        for _ in 0..<2_000 {
            let time = clock.measure { for _ in 0..<100 { withExtendedLifetime(body()) {} } }
            best = min(best, time)
        }
        let parts = best.components
        return Int(parts.seconds * 10_000_000 + parts.attoseconds / 100_000_000_000)
    }
}
