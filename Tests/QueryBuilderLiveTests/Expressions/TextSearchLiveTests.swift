import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("Text search on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct TextSearchLiveTests {
    @Test func `matching`() async throws {
        try await check(
            t.body.toTSVector("english").matches(websearchToTSQuery("english", "fox -dog")),
            #"to_tsvector('english'::regconfig, "s"."body") @@ "#
                + "websearch_to_tsquery('english'::regconfig, $1) | 'fox -dog'",
            is: true)
        try await check(
            t.search.matches(plainToTSQuery("english", "dogs")),
            #""s"."search" @@ plainto_tsquery('english'::regconfig, $1) | 'dogs'"#, is: false)
        try await check(
            t.search.matches(phraseToTSQuery("english", "brown fox")),
            #""s"."search" @@ phraseto_tsquery('english'::regconfig, $1) | 'brown fox'"#, is: true)
        try await check(
            t.search.matches(toTSQuery("english", "quick & !dog")),
            #""s"."search" @@ to_tsquery('english'::regconfig, $1) | 'quick & !dog'"#, is: true)
        try await check(
            t.search.matches(PGTSQuery.lexeme("jump")), #""s"."search" @@ $1 | ''jump''"#, is: true)
        try await check(
            t.search.matches(websearchToTSQuery("english", "'; \" OR (((")),
            #""s"."search" @@ websearch_to_tsquery('english'::regconfig, $1) | ''; " OR ((('"#,
            is: false)
        try await check(
            t.search.matches(t.body.splitPart(" ", 2).toTSQuery("english").negated()).isNotTrue
                || t.flag,
            #""s"."search" @@ (!! to_tsquery('english'::regconfig, split_part("s"."body", $1, $2::integer))) IS NOT TRUE OR "s"."flag" | ' ', '2'"#,
            is: true)
    }

    @Test func `queries are combined`() async throws {
        let fox = toTSQuery("english", "fox")
        let dog = toTSQuery("english", "dog")
        try await check(
            t.search.matches(fox.and(dog)),
            #""s"."search" @@ (to_tsquery('english'::regconfig, $1) && "#
                + "to_tsquery('english'::regconfig, $2)) | 'fox', 'dog'", is: false)
        try await check(
            t.search.matches(fox.or(dog)),
            #""s"."search" @@ (to_tsquery('english'::regconfig, $1) || "#
                + "to_tsquery('english'::regconfig, $2)) | 'fox', 'dog'", is: true)
        try await check(
            t.search.matches(fox.and(dog.negated())),
            #""s"."search" @@ (to_tsquery('english'::regconfig, $1) && (!! "#
                + "to_tsquery('english'::regconfig, $2))) | 'fox', 'dog'", is: true)
        try await check(
            t.search.matches(toTSQuery("english", "quick").followed(by: fox, distance: 2)),
            #""s"."search" @@ tsquery_phrase(to_tsquery('english'::regconfig, $1), "#
                + "to_tsquery('english'::regconfig, $2), $3::integer) | 'quick', 'fox', '2'",
            is: true)
        try await check(
            fox.or(dog).numNode(),
            "numnode(to_tsquery('english'::regconfig, $1) || "
                + "to_tsquery('english'::regconfig, $2)) | 'fox', 'dog'", is: 3)
        try await check(
            fox.queryTree(), "querytree(to_tsquery('english'::regconfig, $1)) | 'fox'", is: "'fox'")
    }

    @Test func `ranks, headlines and documents`() async throws {
        let fox = toTSQuery("english", "fox")
        try await check(
            t.search.tsRank(fox) > 0.05,
            #"ts_rank("s"."search", to_tsquery('english'::regconfig, $1), $2::integer) "#
                + "> $3 | 'fox', '0', '0.05'", is: true)
        try await check(
            t.search.tsRank(fox, weights: [1, 1, 1, 1], normalization: 32) > 0.3,
            #"ts_rank($1::real[], "s"."search", to_tsquery('english'::regconfig, $2), "#
                + #"$3::integer) > $4 | '{"1.0","1.0","1.0","1.0"}', 'fox', '32', '0.3'"#, is: true)
        try await check(
            t.search.tsRankCD(fox) > 0,
            #"ts_rank_cd("s"."search", to_tsquery('english'::regconfig, $1), "#
                + "$2::integer) > $3 | 'fox', '0', '0.0'", is: true)
        try await check(
            t.search.setWeight(.a).tsRank(fox) > t.search.tsRank(fox),
            #"ts_rank(setweight("s"."search", 'A'), to_tsquery('english'::regconfig, "#
                + #"$1), $2::integer) > ts_rank("s"."search", "#
                + "to_tsquery('english'::regconfig, $3), $4::integer) | 'fox', '0', 'fox', "
                + "'0'", is: true)
        try await check(t.search.strip().length(), #"length(strip("s"."search"))"#, is: 4)
        try await check(
            t.search.tsDelete("fox").lexemes(),
            #"tsvector_to_array(ts_delete("s"."search", $1::text)) | 'fox'"#,
            is: ["brown", "jump", "quick"])
        try await check(
            t.search.strip().concat(Expression.value("cat").toTSVector("simple")).length(),
            #"length(strip("s"."search") || to_tsvector('simple'::regconfig, $1::text)) "#
                + "| 'cat'",
            is: 5)
        try await check(
            t.body.tsHeadline(
                "english", fox, options: TextSearchHeadline(start: "<\"", stop: "'>")),
            #"ts_headline('english'::regconfig, "s"."body", "#
                + #"to_tsquery('english'::regconfig, $1), $2) | 'fox', 'StartSel="<""", "#
                + #"StopSel="'>", MaxWords=35, MinWords=15, MaxFragments=0'"#,
            is: "The quick brown <\"foxes'> jumped")
        try await check(
            t.doc.toTSVector("simple").length(),
            #"length(to_tsvector('simple'::regconfig, "s"."doc"))"#, is: 2)
    }
}
