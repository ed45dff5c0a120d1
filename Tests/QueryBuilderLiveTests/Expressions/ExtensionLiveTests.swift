import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

/// Functions and operators of an extension, declared as a user would.
enum Trigrams {
    static let similarity = SQLFunction2<String, String, Float>("similarity")
    static let show = SQLFunction1<String, [String]>("show_trgm", schema: "public")
    static let isSimilar = SQLInfixOperator<String, String, Bool>("%")
    static let distance = SQLInfixOperator<String, String, Float>("<->", schema: "public")
    static let absolute = SQLPrefixOperator<Int, Int>("@")
    static let limit = SQLFunction0<Float>("show_limit")
    static let odd = SQLFunction3<Int, Int, Int, Int>("odd \"sum\"")
    static let product = SQLAggregate<Int, Int?>("product")
}

extension DatabaseTemplate {
    /// The one row in a database with extensions and functions of its own.
    static let extended = DatabaseTemplate(
        "query-builder-extended",
        samples.statements + [
            "CREATE EXTENSION pg_trgm", "CREATE EXTENSION hstore", "CREATE EXTENSION ltree",
            """
            CREATE FUNCTION "odd ""sum""\"(a bigint, b bigint, c bigint) RETURNS bigint
            LANGUAGE sql IMMUTABLE AS 'SELECT a + b + c'
            """,
            "CREATE AGGREGATE product (bigint) (SFUNC = int8mul, STYPE = bigint)",
        ])
}

@Suite(
    "Extensions and functions of users on a server", .liveDatabase(.extended),
    .timeLimit(.minutes(1)))
struct ExtensionLiveTests {
    @Test func `declared functions and operators`() async throws {
        try await check(
            Trigrams.similarity(t.word, "Hello"), #""similarity"("s"."word", $1::text) | 'Hello'"#,
            is: 1)
        try await check(
            Trigrams.similarity(t.word, t.body) < 0.1,
            #""similarity"("s"."word", "s"."body") < $1 | '0.1'"#, is: true)
        try await check(
            Trigrams.show(t.word).cardinality(), #"cardinality("public"."show_trgm"("s"."word"))"#,
            is: 6)
        try await check(
            Trigrams.isSimilar(t.word, "hello"), #""s"."word" % $1::text | 'hello'"#, is: true)
        try await check(
            !Trigrams.isSimilar(t.word, t.body), #"NOT "s"."word" % "s"."body""#, is: true)
        try await check(
            Trigrams.distance(t.word, "hello") == 0,
            #""s"."word" OPERATOR("public".<->) $1::text = $2 | 'hello', '0.0'"#, is: true)
        try await check(Trigrams.absolute(t.num) + 1, #"(@ "s"."num") + $1 | '1'"#, is: 13)
        try await check(Trigrams.absolute(t.num + 2), #"@ "s"."num" + $1 | '2'"#, is: 10)
        try await check(Trigrams.limit() > 0.2, #""show_limit"() > $1 | '0.2'"#, is: true)
        try await check(
            Trigrams.odd(t.num, 1, 2),
            #""odd ""sum"""("s"."num", $1::bigint, $2::bigint) | '1', '2'"#, is: -9)
        try await check(
            Trigrams.product(t.small.cast(to: Int.self)), #""product"("s"."small"::bigint)"#, is: 7)
        try await check(
            Trigrams.product(t.num).filter(t.flag).over(),
            #""product"("s"."num") FILTER (WHERE "s"."flag") OVER ()"#, is: -12)
    }

    @Test func `hstore`() async throws {
        let pairs = Expression.value(PGHStore(#""a"=>"1", "b"=>NULL"#))
        try await check(
            pairs["a"], #"$1::hstore -> $2::text | '"a"=>"1", "b"=>NULL', 'a'"#, is: "1")
        try await check(
            pairs["b"], #"$1::hstore -> $2::text | '"a"=>"1", "b"=>NULL', 'b'"#, is: nil)
        try await check(
            pairs.hasKey("b"), #"$1::hstore ? $2::text | '"a"=>"1", "b"=>NULL', 'b'"#,
            is: true)
        try await check(
            pairs.hasAnyKey(of: ["x", "a"]),
            #"$1::hstore ?| $2 | '"a"=>"1", "b"=>NULL', '{"x","a"}'"#, is: true)
        try await check(
            pairs.hasAllKeys(of: ["x", "a"]),
            #"$1::hstore ?& $2 | '"a"=>"1", "b"=>NULL', '{"x","a"}'"#, is: false)
        try await check(
            pairs.contains(Expression.value(PGHStore(#""a"=>"1""#))),
            #"$1::hstore @> $2::hstore | '"a"=>"1", "b"=>NULL', '"a"=>"1"'"#, is: true)
        try await check(
            pairs.isContained(in: pairs),
            #"$1::hstore <@ $2::hstore | '"a"=>"1", "b"=>NULL', '"a"=>"1", "b"=>NULL'"#, is: true)
        try await check(
            pairs.removing(key: "a").keys(),
            #"akeys($1::hstore - $2::text) | '"a"=>"1", "b"=>NULL', 'a'"#, is: ["b"])
        try await check(
            pairs.values(), #"avals($1::hstore) | '"a"=>"1", "b"=>NULL'"#,
            is: ["1", nil])
        try await check(
            pairs.toJSONB(), #"hstore_to_jsonb($1::hstore) | '"a"=>"1", "b"=>NULL'"#,
            is: #"{"a": "1", "b": null}"#)
    }

    @Test func `ltree`() async throws {
        let path = Expression.value(PGLTree("Top.Science.Astronomy"))
        try await check(
            path.isDescendant(of: Expression.value(PGLTree("Top"))),
            "$1::ltree <@ $2::ltree | 'Top.Science.Astronomy', 'Top'", is: true)
        try await check(
            path.isAncestor(of: path),
            "$1::ltree @> $2::ltree | 'Top.Science.Astronomy', 'Top.Science.Astronomy'", is: true)
        try await check(
            path.matches(PGLQuery("*.Science.*")),
            "$1::ltree ~ $2::lquery | 'Top.Science.Astronomy', '*.Science.*'", is: true)
        try await check(
            path.matches(PGLTXTQuery("Astro*")),
            "$1::ltree @ $2::ltxtquery | 'Top.Science.Astronomy', 'Astro*'", is: true)
        try await check(path.level(), "nlevel($1::ltree) | 'Top.Science.Astronomy'", is: 3)
        try await check(
            path.subpath(from: 1), "subpath($1::ltree, $2::integer) | 'Top.Science.Astronomy', '1'",
            is: PGLTree("Science.Astronomy"))
        try await check(
            path.subpath(from: 0, count: 1),
            "subpath($1::ltree, $2::integer, $3::integer) | 'Top.Science.Astronomy', '0', '1'",
            is: PGLTree("Top"))
        try await check(
            path.concat(PGLTree("X")).level(),
            "nlevel($1::ltree || $2::ltree) | 'Top.Science.Astronomy', 'X'", is: 4)
        try await check(
            path.commonAncestor(with: PGLTree("Top.Science.Math")),
            "lca($1::ltree, $2::ltree) | 'Top.Science.Astronomy', 'Top.Science.Math'",
            is: PGLTree("Top.Science"))
    }

    @Test func `the distances of vectors are written as pgvector has them`() {
        let vector = Expression.value(PGVector([1, 2]))
        let distances = SampleRow.select { _ in
            (
                vector.l2Distance(to: vector), vector.cosineDistance(to: vector),
                vector.negativeInnerProduct(with: vector), vector.l1Distance(to: vector)
            )
        }
        let v = { (number: Int) in "$\(number)::vector" }
        #expect(
            distances.sql.text
                == "SELECT \(v(1)) <-> \(v(2)), \(v(3)) <=> \(v(4)), \(v(5)) <#> \(v(6)), "
                + "\(v(7)) <+> \(v(8)) FROM \"s\"")
    }
}
