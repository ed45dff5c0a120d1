import FoundationEssentials
import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("Text on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct TextLiveTests {
    @Test func `letters and lengths`() async throws {
        try await check(t.word.lower(), #"lower("s"."word")"#, is: "hello")
        try await check(t.word.upper(), #"upper("s"."word")"#, is: "HELLO")
        try await check(
            t.body.lower().initcap(), #"initcap(lower("s"."body"))"#,
            is: "The Quick Brown Foxes Jumped")
        try await check(t.word.reverse(), #"reverse("s"."word")"#, is: "olleH")
        try await check(t.word.length(), #"length("s"."word")"#, is: 5)
        try await check(t.note.length(), #"length("s"."note")"#, is: nil)
        try await check(t.word.octetLength(), #"octet_length("s"."word")"#, is: 5)
        try await check(t.word.bitLength(), #"bit_length("s"."word")"#, is: 40)
        try await check(t.word.ascii(), #"ascii("s"."word")"#, is: 72)
        try await check(chr(65), "chr($1::integer) | '65'", is: "A")
        try await check(t.word.length() + t.num, #"length("s"."word") + "s"."num""#, is: -7)
    }

    @Test func `pieces`() async throws {
        try await check(t.word.position(of: "l"), #"strpos("s"."word", $1) | 'l'"#, is: 3)
        try await check(t.body.position(of: t.word), #"strpos("s"."body", "s"."word")"#, is: 0)
        try await check(t.word.left(2), #"left("s"."word", $1::integer) | '2'"#, is: "He")
        try await check(t.word.left(t.id), #"left("s"."word", "s"."id"::integer)"#, is: "H")
        try await check(t.word.right(-1), #"right("s"."word", $1::integer) | '-1'"#, is: "ello")
        try await check(
            t.word.substring(from: 2), #"substr("s"."word", $1::integer) | '2'"#, is: "ello")
        try await check(
            t.word.substring(from: t.id + 1, for: 3),
            #"substr("s"."word", ("s"."id" + $1)::integer, $2::integer) | '1', '3'"#, is: "ell")
        try await check(
            t.word.substring(matching: "l+(.)"), #"substring("s"."word" from $1) | 'l+(.)'"#,
            is: "o")
        try await check(
            t.word.substring(similar: "%#\"l_#\"%", escape: "#"),
            #"substring("s"."word", $1, $2::text) | '%#"l_#"%', '#'"#, is: "ll")
        try await check(
            t.body.splitPart(" ", 2), #"split_part("s"."body", $1, $2::integer) | ' ', '2'"#,
            is: "quick")
        try await check(
            t.body.splitPart(" ", -1), #"split_part("s"."body", $1, $2::integer) | ' ', '-1'"#,
            is: "jumped")
        try await check(
            t.body.stringToArray(" "), #"string_to_array("s"."body", $1) | ' '"#,
            is: ["The", "quick", "brown", "foxes", "jumped"])
    }

    @Test func `changes`() async throws {
        try await check(
            t.word.concat("!").concat(t.word), #""s"."word" || $1 || "s"."word" | '!'"#,
            is: "Hello!Hello")
        try await check(t.note.concat("x"), #""s"."note" || $1 | 'x'"#, is: nil)
        try await check(t.word.trim("Ho"), #"btrim("s"."word", $1) | 'Ho'"#, is: "ell")
        try await check(t.word.concat("  ").trim(), #"btrim("s"."word" || $1) | '  '"#, is: "Hello")
        try await check(t.word.ltrim("H"), #"ltrim("s"."word", $1) | 'H'"#, is: "ello")
        try await check(t.word.rtrim("ol"), #"rtrim("s"."word", $1) | 'ol'"#, is: "He")
        try await check(
            t.word.concat(" ").rtrim().ltrim(), #"ltrim(rtrim("s"."word" || $1)) | ' '"#,
            is: "Hello")
        try await check(
            t.word.lpad(7, fill: "-"), #"lpad("s"."word", $1::integer, $2) | '7', '-'"#,
            is: "--Hello")
        try await check(
            t.word.rpad(4, fill: "-"), #"rpad("s"."word", $1::integer, $2) | '4', '-'"#, is: "Hell")
        try await check(
            t.word.repeat(2), #"repeat("s"."word", $1::integer) | '2'"#, is: "HelloHello")
        try await check(
            t.word.replace("l", with: "L"), #"replace("s"."word", $1, $2) | 'l', 'L'"#, is: "HeLLo")
        try await check(
            t.word.translate("elo", to: "ip"), #"translate("s"."word", $1, $2) | 'elo', 'ip'"#,
            is: "Hipp")
        try await check(
            t.word.overlay(placing: "XX", from: 2, for: 3),
            #"overlay("s"."word", $1::text, $2::integer, $3::integer) | 'XX', '2', '3'"#, is: "HXXo"
        )
        try await check(t.word.normalize(.nfkc), #"normalize("s"."word", NFKC)"#, is: "Hello")
        try await check(t.word.isNormalized(.nfd), #""s"."word" IS NFD NORMALIZED"#, is: true)
        try await check(
            t.word.concat("\\0041").unistr(), #"unistr("s"."word" || $1) | '\0041'"#, is: "HelloA")
        try await check(t.word.md5(), #"md5("s"."word")"#, is: "8b1a9953c4611296a827abf8c47804d7")
        try await check(t.word.quoteIdent(), #"quote_ident("s"."word")"#, is: "\"Hello\"")
        try await check(t.word.quoteLiteral(), #"quote_literal("s"."word")"#, is: "'Hello'")
        try await check(t.note.quoteNullable(), #"quote_nullable("s"."note")"#, is: "NULL")
        try await check(
            t.word.concat(".b").parseIdent(), #"parse_ident("s"."word" || $1) | '.b'"#,
            is: ["hello", "b"])
        try await check(
            concat(t.word, t.note, t.num, "x"),
            #"concat("s"."word", "s"."note", "s"."num", $1::text) | 'x'"#, is: "Hello-12x")
        try await check(
            concat(separator: ",", t.word, t.note, 5),
            #"concat_ws($1, "s"."word", "s"."note", $2::bigint) | ',', '5'"#, is: "Hello,5")
        try await check(
            format("%s|%I|%L", t.word, "a b", t.note),
            #"format($1, "s"."word", $2::text, "s"."note") | '%s|%I|%L', 'a b'"#,
            is: "Hello|\"a b\"|NULL")
    }

    @Test func `patterns`() async throws {
        try await check(t.word.like("H%"), #""s"."word" LIKE $1 | 'H%'"#, is: true)
        try await check(
            t.word.like("H!%", escape: "!"), #""s"."word" LIKE $1 ESCAPE $2 | 'H!%', '!'"#,
            is: false)
        try await check(
            t.word.notLike("h%", escape: "!"), #""s"."word" NOT LIKE $1 ESCAPE $2 | 'h%', '!'"#,
            is: true)
        try await check(
            t.word.ilike("h%", escape: "!"), #""s"."word" ILIKE $1 ESCAPE $2 | 'h%', '!'"#, is: true
        )
        try await check(
            t.word.notILike("h%", escape: "!"), #""s"."word" NOT ILIKE $1 ESCAPE $2 | 'h%', '!'"#,
            is: false)
        try await check(
            t.word.similar(to: "H(e|x)l+o"), #""s"."word" SIMILAR TO $1 | 'H(e|x)l+o'"#, is: true)
        try await check(
            t.word.notSimilar(to: "H#%", escape: "#"),
            #""s"."word" NOT SIMILAR TO $1 ESCAPE $2 | 'H#%', '#'"#, is: true)
        try await check(t.word.matches("^H.l"), #""s"."word" ~ $1 | '^H.l'"#, is: true)
        try await check(
            t.word.matches("^h.l", ignoringCase: true), #""s"."word" ~* $1 | '^h.l'"#, is: true)
        try await check(t.word.notMatches("^h"), #""s"."word" !~ $1 | '^h'"#, is: true)
        try await check(
            t.word.notMatches("^h", ignoringCase: true), #""s"."word" !~* $1 | '^h'"#, is: false)
        try await check(t.body.matches(t.word), #""s"."body" ~ "s"."word""#, is: false)
        try await check(t.word.hasPrefix("He"), #""s"."word" LIKE $1 | 'He%'"#, is: true)
        try await check(
            t.word.hasPrefix("hE", ignoringCase: true), #""s"."word" ILIKE $1 | 'hE%'"#, is: true)
        try await check(
            t.word.hasPrefix(t.word.left(2)),
            #"starts_with("s"."word", left("s"."word", $1::integer)) | '2'"#, is: true)
        try await check(t.word.hasSuffix("lo"), #""s"."word" LIKE $1 | '%lo'"#, is: true)
        try await check(t.word.contains("ell"), #""s"."word" LIKE $1 | '%ell%'"#, is: true)
        try await check(t.body.contains(t.word), #"strpos("s"."body", "s"."word") > 0"#, is: false)
        try await check(
            t.word.like("H%", escape: "!").not.isFalse,
            #"(NOT "s"."word" LIKE $1 ESCAPE $2) IS FALSE | 'H%', '!'"#, is: true)
        try await check(
            t.word.concat("x").like("%x", escape: "!"),
            #""s"."word" || $1 LIKE $2 ESCAPE $3 | 'x', '%x', '!'"#, is: true)
    }

    @Test(arguments: ["100%", "a_b", #"back\slash"#, "%", "_", #"\"#, "'; --", #"\%_"#])
    func `what people type is taken literally`(typed: String) async throws {
        let text = Expression.value("<\(typed)>")
        let query = SampleRow.select { _ in
            (
                text.contains(typed), text.hasPrefix("<" + typed), text.hasSuffix(typed + ">"),
                Expression.value("<x>").contains(typed)
            )
        }

        let row = try #require(try await query.fetchOne(on: TestDatabase.pool))

        #expect(row.0 && row.1 && row.2 && !row.3)
    }

    @Test func `regular expressions`() async throws {
        try await check(
            t.word.regexpCount("l"), #"regexp_count("s"."word", $1, 1, $2) | 'l', ''"#, is: 2)
        try await check(
            t.word.regexpInstr("L", occurrence: 2, flags: "i"),
            #"regexp_instr("s"."word", $1, 1, $2::integer, 0, $3) | 'L', '2', 'i'"#, is: 4)
        try await check(
            t.word.regexpMatch("(h)(x)?", flags: "i"),
            #"regexp_match("s"."word", $1, $2) | '(h)(x)?', 'i'"#, is: ["H", nil])
        try await check(
            t.word.regexpMatch("z"), #"regexp_match("s"."word", $1, $2) | 'z', ''"#, is: nil)
        try await check(
            t.word.regexpSubstr("l.", occurrence: 1),
            #"regexp_substr("s"."word", $1, 1, $2::integer, $3) | 'l.', '1', ''"#, is: "ll")
        try await check(
            t.word.regexpReplace("l", with: #"<\&>"#, flags: "g"),
            #"regexp_replace("s"."word", $1, $2, $3::text) | 'l', '<\&>', 'g'"#, is: "He<l><l>o")
        try await check(
            t.word.regexpSplit(by: "l+"), #"regexp_split_to_array("s"."word", $1, $2) | 'l+', ''"#,
            is: ["He", "o"])
    }

    @Test func `collations`() async throws {
        try await check(
            t.word.collate(.c) < "hello", #""s"."word" COLLATE "C" < $1 | 'hello'"#, is: true)
        try await check(
            t.word.collate(Collation("C", schema: "pg_catalog")).concat("x"),
            #""s"."word" COLLATE "pg_catalog"."C" || $1 | 'x'"#, is: "Hellox")
        try await check(
            t.word.concat("x").collate("C"), #"("s"."word" || $1) COLLATE "C" | 'x'"#, is: "Hellox")
        let sorted = SampleRow.select { $0.word }.orderBy { $0.word.collate("C").descending }
        #expect(sorted.sql.text.hasSuffix(#"ORDER BY "s"."word" COLLATE "C" DESC"#))
    }

    @Test func `bytes`() async throws {
        try await check(t.bytes.length(), #"length("s"."bytes")"#, is: 3)
        try await check(
            t.bytes.concat(Data([9])), #""s"."bytes" || $1 | '\x09'"#, is: Data([1, 2, 255, 9]))
        try await check(
            t.bytes.substring(from: 2, for: 1),
            #"substr("s"."bytes", $1::integer, $2::integer) | '2', '1'"#, is: Data([2]))
        try await check(t.bytes.getByte(2), #"get_byte("s"."bytes", $1::integer) | '2'"#, is: 255)
        try await check(t.bytes.bitCount(), #"bit_count("s"."bytes")"#, is: 10)
        try await check(t.bytes.encode(.hex), #"encode("s"."bytes", 'hex')"#, is: "0102ff")
        try await check(
            t.word.convertTo("UTF8").convertFrom("UTF8"),
            #"convert_from(convert_to("s"."word", $1), $2) | 'UTF8', 'UTF8'"#, is: "Hello")
        try await check(
            t.bytes.encode(.base64).decode(.base64),
            #"decode(encode("s"."bytes", 'base64'), 'base64')"#, is: Data([1, 2, 255]))
        try await check(
            t.bytes.md5().left(4), #"left(md5("s"."bytes"), $1::integer) | '4'"#, is: "4f98")
        try await check(t.bytes.sha256().length(), #"length(sha256("s"."bytes"))"#, is: 32)
        try await check(t.bytes.sha512().length(), #"length(sha512("s"."bytes"))"#, is: 64)
    }

    @Test func `formats`() async throws {
        try await check(
            t.price.toChar("FM000.00"), #"to_char("s"."price", $1) | 'FM000.00'"#, is: "012.35")
        try await check(
            t.day.toChar("DD.MM.YYYY"), #"to_char("s"."day", $1) | 'DD.MM.YYYY'"#, is: "28.02.2026")
        try await check(
            Expression.value("12.5").toNumber("99D9"), "to_number($1::text, $2) | '12.5', '99D9'",
            is: PGNumeric("12.5"))
        try await check(
            Expression.value("05/2026").toDate("MM/YYYY"),
            "to_date($1::text, $2) | '05/2026', 'MM/YYYY'", is: PGDate("2026-05-01"))
        try await check(
            Expression.value("2026").toTimestamp("YYYY").extract(.year),
            "extract(year FROM to_timestamp($1::text, $2)) | '2026', 'YYYY'", is: 2026)
    }
}
