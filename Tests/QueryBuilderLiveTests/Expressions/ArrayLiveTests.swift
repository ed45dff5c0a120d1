import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("Arrays on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct ArrayLiveTests {
    @Test func `comparisons`() async throws {
        try await check(t.tags.contains(["a", "b"]), #""s"."tags" @> $1 | '{"a","b"}'"#, is: true)
        try await check(
            t.tags.isContained(in: ["a", "b"]), #""s"."tags" <@ $1 | '{"a","b"}'"#, is: false)
        try await check(t.tags.overlaps(["z", "c"]), #""s"."tags" && $1 | '{"z","c"}'"#, is: true)
        try await check(t.numbers.contains(t.numbers), #""s"."numbers" @> "s"."numbers""#, is: true)
        try await check(t.tags.contains(element: "b"), #"$1 = ANY ("s"."tags") | 'b'"#, is: true)
        try await check(t.word.in(t.tags), #""s"."word" = ANY ("s"."tags")"#, is: false)
        try await check(t.word.notIn(t.tags), #""s"."word" <> ALL ("s"."tags")"#, is: true)
        try await check(t.tags == ["a", "b", "c"], #""s"."tags" = $1 | '{"a","b","c"}'"#, is: true)
        try await check(
            t.tags.concat(["d"]).contains(["d"]), #""s"."tags" || $1 @> $2 | '{"d"}', '{"d"}'"#,
            is: true)
    }

    @Test func `elements and slices`() async throws {
        try await check(t.tags.element(at: 2), #""s"."tags"[$1::integer] | '2'"#, is: "b")
        try await check(t.tags.element(at: 9), #""s"."tags"[$1::integer] | '9'"#, is: nil)
        try await check(
            t.numbers.element(at: t.id) + 1, #""s"."numbers"["s"."id"::integer] + $1 | '1'"#, is: 4)
        try await check(
            t.tags.concat(["d"]).element(at: 4), #"("s"."tags" || $1)[$2::integer] | '{"d"}', '4'"#,
            is: "d")
        try await check(
            t.tags.slice(from: 2, to: 3), #""s"."tags"[$1::integer:$2::integer] | '2', '3'"#,
            is: ["b", "c"])
        try await check(
            t.tags.appending("d").slice(from: t.id + 2, to: 9),
            #"(array_append("s"."tags", $1))[("s"."id" + $2)::integer:$3::integer] | "#
                + "'d', '2', '9'", is: ["c", "d"])
        try await check(
            t.numbers.position(of: 1), #"array_position("s"."numbers", $1) | '1'"#, is: 2)
        try await check(
            t.numbers.positions(of: 1), #"array_positions("s"."numbers", $1) | '1'"#, is: [2, 4])
        try await check(
            t.numbers.position(of: 9), #"array_position("s"."numbers", $1) | '9'"#, is: nil)
    }

    @Test func `sizes`() async throws {
        try await check(t.tags.cardinality(), #"cardinality("s"."tags")"#, is: 3)
        try await check(
            t.tags.arrayLength(), #"array_length("s"."tags", $1::integer) | '1'"#, is: 3)
        try await check(
            t.tags.arrayLength(dimension: 2), #"array_length("s"."tags", $1::integer) | '2'"#,
            is: nil)
        try await check(t.tags.arrayDimensions(), #"array_ndims("s"."tags")"#, is: 1)
        try await check(t.tags.arrayLower(), #"array_lower("s"."tags", $1::integer) | '1'"#, is: 1)
        try await check(t.tags.arrayUpper(), #"array_upper("s"."tags", $1::integer) | '1'"#, is: 3)
    }

    @Test func `changes`() async throws {
        try await check(
            t.tags.concat(t.tags), #""s"."tags" || "s"."tags""#, is: ["a", "b", "c", "a", "b", "c"])
        try await check(
            t.tags.appending("d"), #"array_append("s"."tags", $1) | 'd'"#, is: ["a", "b", "c", "d"])
        try await check(
            t.tags.appending(t.word), #"array_append("s"."tags", "s"."word")"#,
            is: ["a", "b", "c", "Hello"])
        try await check(
            t.tags.prepending("z"), #"array_prepend($1, "s"."tags") | 'z'"#,
            is: ["z", "a", "b", "c"])
        try await check(
            t.tags.prepending(t.word), #"array_prepend("s"."word", "s"."tags")"#,
            is: ["Hello", "a", "b", "c"])
        try await check(
            t.numbers.removing(1), #"array_remove("s"."numbers", $1) | '1'"#, is: [3, 2])
        try await check(
            t.numbers.replacing(1, with: 7), #"array_replace("s"."numbers", $1, $2) | '1', '7'"#,
            is: [3, 7, 2, 7])
        try await check(
            t.tags.trimArray(1), #"trim_array("s"."tags", $1::integer) | '1'"#, is: ["a", "b"])
        try await check(
            t.tags.arrayToString("-"), #"array_to_string("s"."tags", $1) | '-'"#, is: "a-b-c")
        try await check(
            array(t.note, t.note.nullable).arrayToString(",", null: "?x"),
            #"array_to_string(ARRAY["s"."note", "s"."note"], $1, $2) | ',', '?x'"#, is: "?x,?x")
        try await check(
            array(t.num, t.id, t.id + 1), #"ARRAY["s"."num", "s"."id", "s"."id" + $1] | '1'"#,
            is: [-12, 1, 2])
        try await check(array(t.none), #"ARRAY["s"."none"]"#, is: [nil])
    }

    @Test func `elements as rows`() async throws {
        let rows = try await SampleRow.select { $0.numbers.unnest() }.fetch(on: TestDatabase.pool)

        #expect(rows == [3, 1, 2, 1])
    }
}
