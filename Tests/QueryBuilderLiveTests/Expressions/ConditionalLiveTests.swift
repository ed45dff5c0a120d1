import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("Conditional expressions on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct ConditionalLiveTests {
    @Test func `CASE with conditions`() async throws {
        try await check(
            Case.when(t.num > 0, then: "positive").when(t.num == 0, then: "zero").else("negative"),
            #"CASE WHEN "s"."num" > $1 THEN $2::text WHEN "s"."num" = $3 THEN $4::text "#
                + "ELSE $5::text END | '0', 'positive', '0', 'zero', 'negative'", is: "negative")
        try await check(
            Case.when(t.num < 0, then: t.word).else(t.body),
            #"CASE WHEN "s"."num" < $1 THEN "s"."word" ELSE "s"."body" END | '0'"#, is: "Hello")
        try await check(
            Case.when(t.num > 0, then: 1).end,
            #"CASE WHEN "s"."num" > $1 THEN $2::bigint END | '0', '1'"#, is: nil)
        try await check(
            Case.when(t.num < 0, then: String?.none).when(t.flag, then: "x").else(t.word.nullable),
            #"CASE WHEN "s"."num" < $1 THEN $2::text WHEN "s"."flag" THEN $3::text ELSE "#
                + #""s"."word" END | '0', NULL, 'x'"#,
            is: nil)
        try await check(
            Case.when(t.maybe, then: 1).when(t.maybe.isUnknown, then: 2).else(3) + 10,
            #"CASE WHEN "s"."maybe" THEN $1::bigint WHEN "s"."maybe" IS UNKNOWN THEN "#
                + "$2::bigint ELSE $3::bigint END + $4 | '1', '2', '3', '10'", is: 12)
        try await check(
            Case.when(t.flag, then: Mood.happy).else(.sad),
            #"CASE WHEN "s"."flag" THEN $1::mood ELSE $2::mood END | 'happy', 'sad'"#, is: .happy)
    }

    @Test func `CASE that compares`() async throws {
        try await check(
            Case.of(t.word).when("Hello", then: 1).when("x", then: 2).else(3),
            #"CASE "s"."word" WHEN $1 THEN $2::bigint WHEN $3 THEN $4::bigint ELSE "#
                + "$5::bigint END | 'Hello', '1', 'x', '2', '3'", is: 1)
        try await check(
            Case.of(t.num).when(5, then: t.word).end,
            #"CASE "s"."num" WHEN $1 THEN "s"."word" END | '5'"#, is: nil)
        try await check(
            Case.of(t.none).when(5, then: "a").else("b"),
            #"CASE "s"."none" WHEN $1 THEN $2::text ELSE $3::text END | '5', 'a', 'b'"#, is: "b")
        try await check(
            Case.of(t.num + 1).when(-11, then: t.word).when(1, then: t.note.coalesce("-"))
                .else(t.body),
            #"CASE "s"."num" + $1 WHEN $2 THEN "s"."word" WHEN $3 THEN "#
                + #"coalesce("s"."note", $4) ELSE "s"."body" END | '1', '-11', '1', '-'"#,
            is: "Hello")
    }

    @Test func `COALESCE and its family`() async throws {
        try await check(t.none.coalesce(3), #"coalesce("s"."none", $1) | '3'"#, is: 3)
        try await check(t.none.coalesce(t.num), #"coalesce("s"."none", "s"."num")"#, is: -12)
        try await check(t.num.nullIf(-12), #"nullif("s"."num", $1) | '-12'"#, is: nil)
        try await check(t.num.nullIf(t.id), #"nullif("s"."num", "s"."id")"#, is: -12)
        try await check(t.none.greatest(4), #"greatest("s"."none", $1) | '4'"#, is: 4)
        try await check(t.num.greatest(t.id), #"greatest("s"."num", "s"."id")"#, is: 1)
        try await check(t.num.greatest(t.none), #"greatest("s"."num", "s"."none")"#, is: -12)
        try await check(t.none.least(4), #"least("s"."none", $1) | '4'"#, is: 4)
        try await check(t.num.least(t.id), #"least("s"."num", "s"."id")"#, is: -12)
        try await check(
            greatest(t.num, t.id, t.id + 3), #"greatest("s"."num", "s"."id", "s"."id" + $1) | '3'"#,
            is: 4)
        try await check(
            least(t.num, t.id, t.id + 3), #"least("s"."num", "s"."id", "s"."id" + $1) | '3'"#,
            is: -12)
        try await check(greatest(t.none, t.none), #"greatest("s"."none", "s"."none")"#, is: nil)
    }

    @Test func `tests for truth and for difference`() async throws {
        try await check(t.flag.isTrue, #""s"."flag" IS TRUE"#, is: true)
        try await check(t.maybe.isNotTrue, #""s"."maybe" IS NOT TRUE"#, is: true)
        try await check(t.maybe.isFalse, #""s"."maybe" IS FALSE"#, is: false)
        try await check(t.maybe.isNotFalse, #""s"."maybe" IS NOT FALSE"#, is: true)
        try await check(t.maybe.isUnknown, #""s"."maybe" IS UNKNOWN"#, is: true)
        try await check(t.maybe.isNotUnknown, #""s"."maybe" IS NOT UNKNOWN"#, is: false)
        try await check(
            (t.num == 1).isFalse.isTrue, #"("s"."num" = $1 IS FALSE) IS TRUE | '1'"#, is: true)
        try await check(t.maybe.is(nil), #""s"."maybe" IS NOT DISTINCT FROM $1 | NULL"#, is: true)
        try await check(t.none.isNot(3), #""s"."none" IS DISTINCT FROM $1 | '3'"#, is: true)
        try await check(t.none.is(t.none), #""s"."none" IS NOT DISTINCT FROM "s"."none""#, is: true)
        try await check(
            t.num.between(0, and: -20, symmetric: true),
            #""s"."num" BETWEEN SYMMETRIC $1 AND $2 | '0', '-20'"#, is: true)
        try await check(
            t.num.between(0, and: -20), #""s"."num" BETWEEN $1 AND $2 | '0', '-20'"#, is: false)
        try await check(
            t.num.notBetween(t.id, and: t.num - 1, symmetric: true),
            #""s"."num" NOT BETWEEN SYMMETRIC "s"."id" AND "s"."num" - $1 | '1'"#, is: false)
        try await check(
            t.num.notBetween(t.id, and: t.id + 1),
            #""s"."num" NOT BETWEEN "s"."id" AND "s"."id" + $1 | '1'"#, is: true)
    }

    @Test func `casts`() async throws {
        try await check(t.price.cast(to: Int.self), #""s"."price"::bigint"#, is: 12)
        try await check(
            t.num.cast(to: String.self).cast(to: Int16.self), #""s"."num"::text::smallint"#, is: -12
        )
        try await check(t.note.cast(to: Int.self), #""s"."note"::bigint"#, is: nil)
        try await check(t.mood.cast(to: String.self), #""s"."mood"::text"#, is: "ok")
    }
}
