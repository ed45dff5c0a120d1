import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let s = SaleRow.columns

@Suite("Aggregates on a server", .liveDatabase(.sales), .timeLimit(.minutes(1)))
struct AggregateLiveTests {
    private let all = ExpressionChecker(table: SaleRow.self, row: Predicate("id > 0"))
    private let none = ExpressionChecker(table: SaleRow.self, row: Predicate("id < 0"))

    @Test func `general aggregates`() async throws {
        try await all(countRows(), "count(*)", is: 6)
        try await all(s.price.count(), #"count("s"."price")"#, is: 5)
        try await all(s.amount.count(distinct: true), #"count(DISTINCT "s"."amount")"#, is: 5)
        try await all(s.amount.min(), #"min("s"."amount")"#, is: 5)
        try await all(s.day.max(), #"max("s"."day")"#, is: PGDate("2026-01-10"))
        try await all(s.amount.sum(), #"sum("s"."amount")"#, is: 71)
        try await all(s.small.sum(), #"sum("s"."small")"#, is: 24)
        try await all(s.small.avg(), #"avg("s"."small")"#, is: 4)
        try await all(s.amount.sum(distinct: true), #"sum(DISTINCT "s"."amount")"#, is: 51)
        try await all(s.price.sum(), #"sum("s"."price")"#, is: PGNumeric("20.5"))
        try await all(s.weight.avg(), #"avg("s"."weight")"#, is: 4)
        try await all(
            s.span.sum(), #"sum("s"."span")"#, is: PGInterval("1 mon 3 days 06:00:00"))
        try await all(s.span.max(), #"max("s"."span")"#, is: PGInterval("1 mon"))
        try await all(s.isPaid.boolAnd(), #"bool_and("s"."is_paid")"#, is: false)
        try await all(s.isPaid.boolOr(), #"bool_or("s"."is_paid")"#, is: true)
        try await all(s.isPaid.every(), #"every("s"."is_paid")"#, is: false)
        try await all(s.amount.bitAnd(), #"bit_and("s"."amount")"#, is: 0)
        try await all(s.amount.bitOr(), #"bit_or("s"."amount")"#, is: 31)
        try await all(s.small.bitXor(), #"bit_xor("s"."small")"#, is: 8)
        try await all(s.flags.bitOr(), #"bit_or("s"."flags")"#, is: PGBitString("1111"))
    }

    @Test func `lists in an order, of some rows`() async throws {
        try await all(
            s.note.arrayAgg().orderBy(s.note.descending.nullsLast, s.id),
            #"array_agg("s"."note" ORDER BY "s"."note" DESC NULLS LAST, "s"."id")"#,
            is: ["d", "c", "b", "a", "a", nil])
        try await all(
            s.id.arrayAgg().orderBy(s.id.descending),
            #"array_agg("s"."id" ORDER BY "s"."id" DESC)"#, is: [6, 5, 4, 3, 2, 1])
        try await all(
            s.note.stringAgg(separator: "-", distinct: true).orderBy(s.note),
            #"string_agg(DISTINCT "s"."note", $1 ORDER BY "s"."note") | '-'"#, is: "a-b-c-d"
        )
        try await all(
            s.region.stringAgg(separator: s.region).orderBy(s.id).filter(s.id <= 2),
            #"string_agg("s"."region", "s"."region" ORDER BY "s"."id") "#
                + #"FILTER (WHERE "s"."id" <= $1) | '2'"#,
            is: "northnorthnorth")
        try await all(
            s.id.count().filter(s.isPaid), #"count("s"."id") FILTER (WHERE "s"."is_paid")"#,
            is: 4)
        try await all(
            s.id.sum().filter(s.isPaid).filter(s.id > 2),
            #"sum("s"."id") FILTER (WHERE "s"."is_paid" AND "s"."id" > $1) | '2'"#,
            is: 10)
        try await all(
            countRows().filter(s.note.isNull || s.note == "a"),
            #"count(*) FILTER (WHERE "s"."note" IS NULL OR "s"."note" = $1) | 'a'"#, is: 3)
        try await all(
            Expression<[Int]>("ARRAY[\(s.id), 0]").arrayAgg().orderBy(s.id).filter(s.id < 3),
            #"array_agg(ARRAY["s"."id", 0] ORDER BY "s"."id") FILTER (WHERE "#
                + #""s"."id" < $1) | '3'"#,
            is: [[1, 0], [2, 0]])
    }

    @Test func `JSON`() async throws {
        try await all(
            s.note.jsonAgg().filter(s.id <= 1),
            #"json_agg("s"."note") FILTER (WHERE "s"."id" <= $1) | '1'"#, is: #"["b"]"#)
        try await all(
            s.note.jsonbAgg().orderBy(s.id), #"jsonb_agg("s"."note" ORDER BY "s"."id")"#,
            is: #"["b", "a", null, "c", "a", "d"]"#)
        try await all(
            jsonbObjectAgg(key: s.region, value: s.id).orderBy(s.id),
            #"jsonb_object_agg("s"."region", "s"."id" ORDER BY "s"."id")"#,
            is: #"{"north": 3, "south": 6}"#)
        try await all(
            jsonObjectAgg(key: s.region, value: s.id).filter(s.id == 4),
            #"json_object_agg("s"."region", "s"."id") FILTER (WHERE "#
                + #""s"."id" = $1) | '4'"#,
            is: #"{ "south" : 4 }"#)
    }

    @Test func `statistics`() async throws {
        try await all(
            s.small.stddevPop().cast(to: Double.self),
            #"stddev_pop("s"."small")::double precision"#, is: 2.581988897471611)
        try await all(
            s.weight.stddevSamp(), #"stddev_samp("s"."weight")"#, is: 3.1622776601683795)
        try await all(s.weight.varPop(), #"var_pop("s"."weight")"#, is: 8)
        try await all(s.weight.varSamp(), #"var_samp("s"."weight")"#, is: 10)
        try await all(s.small.corr(s.small), #"corr("s"."small", "s"."small")"#, is: 1)
        try await all(
            s.small.covarPop(s.weight), #"covar_pop("s"."small", "s"."weight")"#, is: 8)
        try await all(
            s.small.covarSamp(s.weight), #"covar_samp("s"."small", "s"."weight")"#, is: 10)
        try await all(
            s.small.regression(.slope, on: s.weight),
            #"regr_slope("s"."small", "s"."weight")"#, is: 1)
        try await all(
            s.small.regression(.intercept, on: s.weight),
            #"regr_intercept("s"."small", "s"."weight")"#, is: 0)
        try await all(
            s.small.regression(.r2, on: s.weight), #"regr_r2("s"."small", "s"."weight")"#,
            is: 1)
        try await all(
            s.small.regression(.averageX, on: s.weight),
            #"regr_avgx("s"."small", "s"."weight")"#, is: 4)
        try await all(
            s.small.regression(.averageY, on: s.weight),
            #"regr_avgy("s"."small", "s"."weight")"#, is: 4)
        try await all(
            s.small.regression(.sumOfSquaresX, on: s.weight),
            #"regr_sxx("s"."small", "s"."weight")"#, is: 40)
        try await all(
            s.small.regression(.sumOfSquaresY, on: s.weight),
            #"regr_syy("s"."small", "s"."weight")"#, is: 40)
        try await all(
            s.small.regression(.sumOfProducts, on: s.weight),
            #"regr_sxy("s"."small", "s"."weight")"#, is: 40)
        try await all(
            s.small.regressionCount(on: s.weight),
            #"regr_count("s"."small", "s"."weight")"#, is: 5)
    }

    @Test func `within a sorted group`() async throws {
        try await all(s.amount.mode(), #"mode() WITHIN GROUP (ORDER BY "s"."amount")"#, is: 20)
        try await all(
            s.amount.percentileDisc(0.5),
            "percentile_disc($1::double precision) WITHIN GROUP (ORDER BY "
                + #""s"."amount") | '0.5'"#, is: 9)
        try await all(
            s.amount.percentileDisc(0.5, descending: true),
            "percentile_disc($1::double precision) WITHIN GROUP (ORDER BY "
                + #""s"."amount" DESC) | '0.5'"#, is: 10)
        try await all(
            s.amount.percentileDisc([0, 1]),
            "percentile_disc($1::double precision[]) WITHIN GROUP (ORDER BY "
                + #""s"."amount") | '{"0.0","1.0"}'"#, is: [5, 20])
        try await all(
            s.amount.percentileCont(0.5),
            "percentile_cont($1::double precision) WITHIN GROUP (ORDER BY "
                + #""s"."amount") | '0.5'"#, is: 9.5)
        try await all(
            s.price.percentileCont([0.25, 0.75]),
            "percentile_cont($1::double precision[]) WITHIN GROUP (ORDER BY "
                + #""s"."price") | '{"0.25","0.75"}'"#, is: [2.5, 5.5])
        try await all(
            s.span.percentileCont(0.5).filter(s.id <= 3),
            "percentile_cont($1::double precision) WITHIN GROUP (ORDER BY "
                + #""s"."span") FILTER (WHERE "s"."id" <= $2) | '0.5', '3'"#,
            is: PGInterval("02:00:00"))
        try await all(
            s.amount.hypotheticalRank(of: 20),
            #"rank($1) WITHIN GROUP (ORDER BY "s"."amount") | '20'"#, is: 5)
        try await all(
            s.amount.hypotheticalRank(of: 20, descending: true),
            #"rank($1) WITHIN GROUP (ORDER BY "s"."amount" DESC) | '20'"#, is: 1)
        try await all(
            s.amount.hypotheticalDenseRank(of: 21),
            #"dense_rank($1) WITHIN GROUP (ORDER BY "s"."amount") | '21'"#, is: 6)
        try await all(
            s.amount.hypotheticalPercentRank(of: 9),
            #"percent_rank($1) WITHIN GROUP (ORDER BY "s"."amount") | '9'"#, is: 1.0 / 3)
        try await all(
            s.amount.hypotheticalCumeDist(of: 9),
            #"cume_dist($1) WITHIN GROUP (ORDER BY "s"."amount") | '9'"#, is: 4.0 / 7)
    }

    @Test func `ranges`() async throws {
        try await all(
            s.period.rangeAgg(), #"range_agg("s"."period")"#,
            is: PGMultirange([1..<9].compactMap(PGRange.init)))
        try await all(
            s.period.rangeIntersectAgg(), #"range_intersect_agg("s"."period")"#,
            is: PGRange(from: 2, to: 3))
    }

    @Test func `all but counts are NULL over no rows`() async throws {
        try await none(countRows(), "count(*)", is: 0)
        try await none(s.amount.sum(), #"sum("s"."amount")"#, is: nil)
        try await none(s.note.arrayAgg(), #"array_agg("s"."note")"#, is: nil)
        try await none(s.note.jsonbAgg(), #"jsonb_agg("s"."note")"#, is: nil)
        try await none(
            s.amount.percentileCont([0.5]),
            "percentile_cont($1::double precision[]) WITHIN GROUP (ORDER BY "
                + #""s"."amount") | '{"0.5"}'"#, is: nil)
        try await none(
            s.amount.hypotheticalRank(of: 1),
            #"rank($1) WITHIN GROUP (ORDER BY "s"."amount") | '1'"#, is: 1)
        try await none(s.isPaid.boolAnd(), #"bool_and("s"."is_paid")"#, is: nil)
        try await none(
            s.small.regressionCount(on: s.weight),
            #"regr_count("s"."small", "s"."weight")"#, is: 0)
    }
}
