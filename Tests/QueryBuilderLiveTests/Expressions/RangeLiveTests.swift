import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

private func range(_ lower: Int?, _ upper: Int?) throws -> PGRange<Int> {
    try #require(PGRange(from: lower, to: upper))
}

@Suite("Ranges on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct RangeLiveTests {
    @Test func `questions`() async throws {
        try await check(t.period.contains(5), #""s"."period" @> $1::bigint | '5'"#, is: true)
        try await check(t.period.contains(t.num), #""s"."period" @> "s"."num""#, is: false)
        try await check(
            t.period.contains(range: try range(2, 3)), #""s"."period" @> $1::int8range | '[2,3)'"#,
            is: true)
        try await check(t.periods.contains(4), #""s"."periods" @> $1::bigint | '4'"#, is: false)
        try await check(
            t.periods.contains(range: t.periods), #""s"."periods" @> "s"."periods""#, is: true)
        try await check(t.id.isContained(in: t.period), #""s"."id" <@ "s"."period""#, is: true)
        try await check(
            t.period.isContained(in: try range(0, nil)), #""s"."period" <@ $1::int8range | '[0,)'"#,
            is: true)
        try await check(
            t.period.overlaps(try range(9, 20)), #""s"."period" && $1::int8range | '[9,20)'"#,
            is: true)
        try await check(
            t.period.isBefore(try range(10, 20)), #""s"."period" << $1::int8range | '[10,20)'"#,
            is: true)
        try await check(
            t.period.isAfter(try range(nil, 1)), #""s"."period" >> $1::int8range | '(,1)'"#,
            is: true)
        try await check(
            t.period.endsNoLater(than: try range(3, 10)),
            #""s"."period" &< $1::int8range | '[3,10)'"#, is: true)
        try await check(
            t.period.beginsNoEarlier(than: try range(2, 3)),
            #""s"."period" &> $1::int8range | '[2,3)'"#, is: false)
        try await check(
            t.period.isAdjacent(to: try range(10, 11)),
            #""s"."period" -|- $1::int8range | '[10,11)'"#, is: true)
        try await check(t.period.isEmpty(), #"isempty("s"."period")"#, is: false)
        try await check(t.period.includesLower(), #"lower_inc("s"."period")"#, is: true)
        try await check(t.period.includesUpper(), #"upper_inc("s"."period")"#, is: false)
        try await check(t.period.hasNoLower(), #"lower_inf("s"."period")"#, is: false)
        try await check(t.periods.hasNoUpper(), #"upper_inf("s"."periods")"#, is: false)
    }

    @Test func `bounds and calculations`() async throws {
        try await check(t.period.lowerBound, #"lower("s"."period")"#, is: 1)
        try await check(t.period.upperBound, #"upper("s"."period")"#, is: 10)
        try await check(t.periods.upperBound, #"upper("s"."periods")"#, is: 7)
        try await check(
            t.period.union(try range(10, 12)), #""s"."period" + $1::int8range | '[10,12)'"#,
            is: try range(1, 12))
        try await check(
            t.period.intersection(try range(5, 12)), #""s"."period" * $1::int8range | '[5,12)'"#,
            is: try range(5, 10))
        try await check(
            t.period.subtracting(try range(5, 12)), #""s"."period" - $1::int8range | '[5,12)'"#,
            is: try range(1, 5))
        try await check(
            t.period.merged(with: try range(50, 60)),
            #"range_merge("s"."period", $1::int8range) | '[50,60)'"#, is: try range(1, 60))
        try await check(t.periods.merged(), #"range_merge("s"."periods")"#, is: try range(1, 7))
        try await check(t.period.multirange(), #"multirange("s"."period")"#, is: [try range(1, 10)])
        try await check(
            t.periods.union(t.periods), #""s"."periods" + "s"."periods""#,
            is: [try range(1, 3), try range(5, 7)])
        try await check(
            t.periods.subtracting(PGMultirange([try range(2, 6)])),
            #""s"."periods" - $1::int8multirange | '{[2,6)}'"#,
            is: [try range(1, 2), try range(6, 7)])
        try await check(
            t.num.range(to: t.id), #"int8range("s"."num", "s"."id", '[)')"#, is: try range(-12, 1))
        try await check(
            t.num.range(to: 3, .includingBoth), #"int8range("s"."num", $1, '[]') | '3'"#,
            is: try range(-12, 4))
        let rows = try await SampleRow.select { $0.periods.unnest() }.fetch(on: TestDatabase.pool)
        #expect(rows == [try range(1, 3), try range(5, 7)])
    }
}
