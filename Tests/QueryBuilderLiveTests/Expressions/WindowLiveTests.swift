import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite("Windows on a server", .liveDatabase(.sales), .timeLimit(.minutes(1)))
struct WindowLiveTests {
    /// Expects an expression's value in all rows, in the order of their ids.
    private func check<Output: SQLExpression>(
        _ expression: (SaleRow.Columns) -> Output, _ text: String, _ expected: [Output.Value],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws where Output.Value: Equatable {
        try await expect(
            SaleRow.select { expression($0) }.orderBy { $0.id }, text, returns: expected,
            sourceLocation: sourceLocation)
    }

    @Test func `ranks and numbers`() async throws {
        try await check(
            { rowNumber().over(orderBy: $0.id) }, #"row_number() OVER (ORDER BY "s"."id")"#,
            [1, 2, 3, 4, 5, 6])
        try await check(
            { rank().over(partitionBy: $0.region, orderBy: $0.amount.descending) },
            #"rank() OVER (PARTITION BY "s"."region" ORDER BY "s"."amount" DESC)"#,
            [3, 1, 1, 3, 2, 1])
        try await check(
            { denseRank().over(partitionBy: $0.region, orderBy: $0.amount.descending) },
            #"dense_rank() OVER (PARTITION BY "s"."region" ORDER BY "s"."amount" DESC)"#,
            [2, 1, 1, 3, 2, 1])
        try await check(
            { percentRank().over(partitionBy: $0.region, orderBy: $0.amount) },
            #"percent_rank() OVER (PARTITION BY "s"."region" ORDER BY "s"."amount")"#,
            [0, 0.5, 0.5, 0, 0.5, 1])
        try await check(
            { cumeDist().over(partitionBy: $0.isPaid, $0.region, orderBy: $0.id) },
            #"cume_dist() OVER (PARTITION BY "s"."is_paid", "s"."region" ORDER BY "s"."id")"#,
            [0.5, 1, 1, 0.5, 1, 1])
        try await check(
            { ntile(2).over(orderBy: $0.id) },
            #"ntile($1::integer) OVER (ORDER BY "s"."id") | '2'"#, [1, 1, 1, 2, 2, 2])
    }

    @Test func `values of other rows`() async throws {
        try await check(
            { $0.amount.lag().over(orderBy: $0.id) },
            #"lag("s"."amount", $1::integer) OVER (ORDER BY "s"."id") | '1'"#,
            [nil, 10, 20, 20, 5, 7])
        try await check(
            { $0.amount.lag(by: 2, default: 0).over(orderBy: $0.id) },
            #"lag("s"."amount", $1::integer, $2) OVER (ORDER BY "s"."id") | '2', '0'"#,
            [0, 0, 10, 20, 20, 5])
        try await check(
            { $0.amount.lead().over(orderBy: $0.id) },
            #"lead("s"."amount", $1::integer) OVER (ORDER BY "s"."id") | '1'"#,
            [20, 20, 5, 7, 9, nil])
        try await check(
            { $0.note.lead(by: 1, default: "-").over(orderBy: $0.id) },
            #"lead("s"."note", $1::integer, $2) OVER (ORDER BY "s"."id") | '1', '-'"#,
            ["a", nil, "c", "a", "d", "-"])
        try await check(
            { $0.id.firstValue().over(partitionBy: $0.region, orderBy: $0.amount) },
            #"first_value("s"."id") OVER (PARTITION BY "s"."region" ORDER BY "s"."amount")"#,
            [1, 1, 1, 4, 4, 4])
        try await check(
            {
                $0.id.lastValue().over(
                    orderBy: $0.id, frame: .rows(from: .currentRow, to: .unboundedFollowing))
            },
            #"last_value("s"."id") OVER (ORDER BY "s"."id" ROWS BETWEEN CURRENT ROW AND "#
                + "UNBOUNDED FOLLOWING)", [6, 6, 6, 6, 6, 6])
        try await check(
            { $0.id.nthValue(2).over(orderBy: $0.id) },
            #"nth_value("s"."id", $1::integer) OVER (ORDER BY "s"."id") | '2'"#,
            [nil, 2, 2, 2, 2, 2])
    }

    @Test func `aggregates are window functions`() async throws {
        try await check(
            { $0.amount.sum().over() }, #"sum("s"."amount") OVER ()"#, [71, 71, 71, 71, 71, 71])
        try await check(
            { countRows().filter($0.isPaid).over(partitionBy: $0.region) },
            #"count(*) FILTER (WHERE "s"."is_paid") OVER (PARTITION BY "s"."region")"#,
            [2, 2, 2, 2, 2, 2])
        try await check(
            { $0.note.stringAgg(separator: "").over(orderBy: $0.note.descending.nullsFirst) },
            #"string_agg("s"."note", $1) OVER (ORDER BY "s"."note" DESC NULLS FIRST) | ''"#,
            ["dcb", "dcbaa", nil, "dc", "dcbaa", "d"])
        try await check(
            { $0.id.arrayAgg().over(orderBy: $0.amount.ascending, $0.id.descending) },
            #"array_agg("s"."id") OVER (ORDER BY "s"."amount" ASC, "s"."id" DESC)"#,
            [
                [4, 5, 6, 1], [4, 5, 6, 1, 3, 2], [4, 5, 6, 1, 3], [4], [4, 5], [4, 5, 6],
            ])
    }

    @Test func `frames of rows, ranges and groups`() async throws {
        try await check(
            { $0.id.sum().over(orderBy: $0.id, frame: .rows(from: .preceding(1))) },
            #"sum("s"."id") OVER (ORDER BY "s"."id" ROWS BETWEEN $1 PRECEDING AND "#
                + "CURRENT ROW) | '1'",
            [1, 3, 5, 7, 9, 11])
        try await check(
            {
                $0.id.sum().over(
                    orderBy: $0.id, frame: .rows(from: .preceding(1), to: .following(1)))
            },
            #"sum("s"."id") OVER (ORDER BY "s"."id" ROWS BETWEEN $1 PRECEDING AND $2 "#
                + "FOLLOWING) | '1', '1'", [3, 6, 9, 12, 15, 11])
        try await check(
            {
                $0.id.count().over(
                    orderBy: $0.amount, frame: .range(from: .preceding(by: 3), to: .currentRow))
            },
            #"count("s"."id") OVER (ORDER BY "s"."amount" RANGE BETWEEN $1::bigint "#
                + "PRECEDING AND CURRENT ROW) | '3'", [3, 2, 2, 1, 2, 2])
        try await check(
            {
                $0.id.count().over(
                    orderBy: $0.day,
                    frame: .range(
                        from: .preceding(by: PGInterval(days: 2)),
                        to: .following(by: PGInterval(days: 1))))
            },
            #"count("s"."id") OVER (ORDER BY "s"."day" RANGE BETWEEN $1::interval "#
                + "PRECEDING AND $2::interval FOLLOWING) | '2 days', '1 day'", [2, 3, 4, 4, 3, 1])
        try await check(
            {
                $0.id.count().over(
                    orderBy: $0.amount, frame: .groups(from: .preceding(1), to: .following(1)))
            },
            #"count("s"."id") OVER (ORDER BY "s"."amount" GROUPS BETWEEN $1 PRECEDING "#
                + "AND $2 FOLLOWING) | '1', '1'", [4, 3, 3, 2, 3, 3])
        try await check(
            {
                $0.id.sum().over(
                    orderBy: $0.id,
                    frame: .rows(
                        from: .unboundedPreceding, to: .unboundedFollowing, excluding: .currentRow))
            },
            #"sum("s"."id") OVER (ORDER BY "s"."id" ROWS BETWEEN UNBOUNDED PRECEDING "#
                + "AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW)", [20, 19, 18, 17, 16, 15])
        try await check(
            {
                $0.id.sum().over(
                    orderBy: $0.amount,
                    frame: .groups(from: .unboundedPreceding, excluding: .group))
            },
            #"sum("s"."id") OVER (ORDER BY "s"."amount" GROUPS BETWEEN UNBOUNDED "#
                + "PRECEDING AND CURRENT ROW EXCLUDE GROUP)", [15, 16, 16, nil, 4, 9])
        try await check(
            {
                $0.id.sum().over(
                    orderBy: $0.amount,
                    frame: .range(from: .unboundedPreceding, excluding: .ties))
            },
            #"sum("s"."id") OVER (ORDER BY "s"."amount" RANGE BETWEEN UNBOUNDED "#
                + "PRECEDING AND CURRENT ROW EXCLUDE TIES)", [16, 18, 19, 4, 9, 15])
        try await check(
            {
                $0.id.sum().over(
                    orderBy: $0.id, frame: .rows(from: .preceding(1), excluding: .noOthers))
            },
            #"sum("s"."id") OVER (ORDER BY "s"."id" ROWS BETWEEN $1 PRECEDING AND "#
                + "CURRENT ROW EXCLUDE NO OTHERS) | '1'", [1, 3, 5, 7, 9, 11])
    }

    @Test func `definitions are values`() async throws {
        let c = SaleRow.columns
        let window = WindowDefinition(partitionBy: c.region, orderBy: c.id)
        try await check(
            { $0.amount.sum().over(window) },
            #"sum("s"."amount") OVER (PARTITION BY "s"."region" ORDER BY "s"."id")"#,
            [10, 30, 50, 5, 12, 21])
        try await check(
            { _ in rowNumber().over(window) },
            #"row_number() OVER (PARTITION BY "s"."region" ORDER BY "s"."id")"#, [1, 2, 3, 1, 2, 3])
    }
}
