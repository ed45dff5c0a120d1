import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("JSON on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct JSONLiveTests {
    @Test func `going into documents`() async throws {
        try await check(t.doc["a"], #""s"."doc" -> $1 | 'a'"#, is: #"{"b": [1, 2, "x"]}"#)
        try await check(
            t.doc["a"]["b"][2].text,
            #""s"."doc" -> $1 -> $2 -> $3::integer #>> $4 | 'a', 'b', '2', '{}'"#, is: "x")
        try await check(
            t.doc["a"]["b"][-1].text,
            #""s"."doc" -> $1 -> $2 -> $3::integer #>> $4 | 'a', 'b', '-1', '{}'"#, is: "x")
        try await check(t.doc["zzz"], #""s"."doc" -> $1 | 'zzz'"#, is: nil)
        try await check(
            t.doc.field(t.word.lower().left(0).concat("s")),
            #""s"."doc" -> (left(lower("s"."word"), $1::integer) || $2) | '0', 's'"#, is: #""str""#)
        try await check(t.doc.fieldText("s"), #""s"."doc" ->> $1 | 's'"#, is: "str")
        try await check(t.doc.fieldText("n"), #""s"."doc" ->> $1 | 'n'"#, is: nil)
        try await check(
            t.doc["a"]["b"].element(at: 0),
            #""s"."doc" -> $1 -> $2 -> $3::integer | 'a', 'b', '0'"#, is: "1")
        try await check(
            t.doc["a"]["b"].elementText(at: t.id),
            #""s"."doc" -> $1 -> $2 ->> "s"."id"::integer | 'a', 'b'"#, is: "2")
        try await check(
            t.doc.path("a", "b", "2"), #""s"."doc" #> $1 | '{"a","b","2"}'"#, is: #""x""#)
        try await check(
            t.doc.pathText("a", "b", "2"), #""s"."doc" #>> $1 | '{"a","b","2"}'"#, is: "x")
        try await check(
            t.doc["a"]["b"].arrayLength(), #"jsonb_array_length("s"."doc" -> $1 -> $2) | 'a', 'b'"#,
            is: 3)
        try await check(
            t.doc["k"].jsonType(), #"jsonb_typeof("s"."doc" -> $1) | 'k'"#, is: "number")
        try await check(
            t.doc.jsonStripNulls()["n"], #"jsonb_strip_nulls("s"."doc") -> $1 | 'n'"#, is: nil)
        try await check(
            t.doc["a"]["b"][0].jsonPretty(),
            #"jsonb_pretty("s"."doc" -> $1 -> $2 -> $3::integer) | 'a', 'b', '0'"#, is: "1")
        try await check(
            t.doc["k"].text.cast(to: Int.self) + 1,
            #"("s"."doc" -> $1 #>> $2)::bigint + $3 | 'k', '{}', '1'"#, is: 6)
    }

    @Test func `questions that an index can answer`() async throws {
        try await check(
            t.doc.contains(JSONText(#"{"k": 5}"#)), #""s"."doc" @> $1 | '{"k": 5}'"#, is: true)
        try await check(
            t.doc["a"].isContained(in: t.doc["a"]),
            #""s"."doc" -> $1 <@ ("s"."doc" -> $2) | 'a', 'a'"#, is: true)
        try await check(t.doc.hasKey("s"), #""s"."doc" ? $1 | 's'"#, is: true)
        try await check(
            t.doc.hasAnyKey(of: ["x", "s"]), #""s"."doc" ?| $1 | '{"x","s"}'"#, is: true)
        try await check(
            t.doc.hasAllKeys(of: ["x", "s"]), #""s"."doc" ?& $1 | '{"x","s"}'"#, is: false)
        try await check(
            t.doc.exists("$.a.b[*] ? (@ > 1)"), #""s"."doc" @? $1 | '$.a.b[*] ? (@ > 1)'"#, is: true
        )
        try await check(t.doc.matches("$.k == 5"), #""s"."doc" @@ $1 | '$.k == 5'"#, is: true)
        try await check(
            !t.doc.hasKey("s") || t.doc.fieldText("s") == "str",
            #"NOT "s"."doc" ? $1 OR "s"."doc" ->> $2 = $3 | 's', 's', 'str'"#, is: true)
    }

    @Test func `changes`() async throws {
        let small = t.doc["a"]["b"]
        try await check(
            small.concat(JSONText("[3]")), #""s"."doc" -> $1 -> $2 || $3::jsonb | 'a', 'b', '[3]'"#,
            is: #"[1, 2, "x", 3]"#)
        try await check(
            small.removing(key: "x"), #"("s"."doc" -> $1 -> $2) - $3::text | 'a', 'b', 'x'"#,
            is: "[1, 2]")
        try await check(
            small.removing(at: 0), #"("s"."doc" -> $1 -> $2) - $3::integer | 'a', 'b', '0'"#,
            is: #"[2, "x"]"#)
        try await check(
            t.doc.removing(keys: ["a", "n", "k"]), #""s"."doc" - $1::text[] | '{"a","n","k"}'"#,
            is: #"{"s": "str"}"#)
        try await check(
            t.doc["a"].removing(path: "b", "0"), #""s"."doc" -> $1 #- $2 | 'a', '{"b","0"}'"#,
            is: #"{"b": [2, "x"]}"#)
        try await check(
            t.doc["a"].jsonSet(["b", "0"], to: JSONText("9")),
            #"jsonb_set("s"."doc" -> $1, $2, $3, true) | 'a', '{"b","0"}', '9'"#,
            is: #"{"b": [9, 2, "x"]}"#)
        try await check(
            t.doc["a"].jsonSet(["c"], to: t.word.toJSONB(), create: false),
            #"jsonb_set("s"."doc" -> $1, $2, to_jsonb("s"."word"), false) | 'a', '{"c"}'"#,
            is: #"{"b": [1, 2, "x"]}"#)
        try await check(
            t.doc["a"].jsonInsert(["b", "0"], JSONText("9"), after: true),
            #"jsonb_insert("s"."doc" -> $1, $2, $3, true) | 'a', '{"b","0"}', '9'"#,
            is: #"{"b": [1, 9, 2, "x"]}"#)
    }

    @Test func `paths`() async throws {
        let variables: JSONText = #"{"min": 1}"#
        try await check(
            t.doc.jsonPathExists("$.a.b[*] ? (@ > $min)", variables: variables),
            #"jsonb_path_exists("s"."doc", $1, $2, false) | '$.a.b[*] ? (@ > $min)', "#
                + #"'{"min": 1}'"#, is: true)
        try await check(
            t.doc.jsonPathMatch("$.k > 9"),
            #"jsonb_path_match("s"."doc", $1, $2, false) | '$.k > 9', '{}'"#, is: false)
        try await check(
            t.doc.jsonPathMatch("$.s", silent: true),
            #"jsonb_path_match("s"."doc", $1, $2, true) | '$.s', '{}'"#, is: nil)
        try await check(
            t.doc.jsonPathQueryArray("$.a.b[0 to 1]"),
            #"jsonb_path_query_array("s"."doc", $1, $2, false) | '$.a.b[0 to 1]', '{}'"#,
            is: "[1, 2]")
        try await check(
            t.doc.jsonPathQueryFirst("$.zzz"),
            #"jsonb_path_query_first("s"."doc", $1, $2, false) | '$.zzz', '{}'"#, is: nil)
        let rows = try await SampleRow.select { $0.doc.jsonPathQuery("$.a.b[*]").text }
            .fetch(on: TestDatabase.pool)
        #expect(rows == ["1", "2", "x"])
    }

    @Test func `making documents`() async throws {
        try await check(t.word.toJSONB(), #"to_jsonb("s"."word")"#, is: #""Hello""#)
        try await check(t.tags.toJSON(), #"to_json("s"."tags")"#, is: #"["a","b","c"]"#)
        try await check(
            jsonbBuildArray(t.num, "x", t.note),
            #"jsonb_build_array("s"."num", $1::text, "s"."note") | 'x'"#, is: #"[-12, "x", null]"#)
        try await check(
            jsonbBuildObject(["n": t.num, "it's": "x", "tags": t.tags]),
            #"jsonb_build_object($1::text, "s"."num", $2::text, $3::text, $4::text, "#
                + #""s"."tags") | 'n', 'it's', 'x', 'tags'"#,
            is: #"{"n": -12, "it's": "x", "tags": ["a", "b", "c"]}"#)
        try await check(
            jsonBuildArray(1, true), "json_build_array($1::bigint, $2::boolean) | '1', 'true'",
            is: "[1, true]")
        try await check(
            jsonBuildObject(["b": 1]), "json_build_object($1::text, $2::bigint) | 'b', '1'",
            is: #"{"b" : 1}"#)
    }
}
