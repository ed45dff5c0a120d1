import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns
private let document = Expression.value(XMLText("<a b=\"1\"><c>x</c><c>y</c></a>"))
private let parameter = " | '<a b=\"1\"><c>x</c><c>y</c></a>'"

@Suite("XML and tests of JSON on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct XMLLiveTests {
    @Test func `making it`() async throws {
        try await check(
            xmlElement("n\"x", attributes: [t.id, t.word.lower().labelled("key")], t.small, p("y"))
                .xmlSerialized(),
            #"xmlserialize(CONTENT xmlelement(NAME "n""x", xmlattributes("s"."id", "#
                + #"lower("s"."word") AS "key"), "s"."small", $1::text) AS text) | 'y'"#,
            is: #"<n_x0022_x id="1" key="hello">7y</n_x0022_x>"#)
        try await check(
            xmlElement("e").xmlSerialized(),
            #"xmlserialize(CONTENT xmlelement(NAME "e") AS text)"#, is: "<e/>")
        try await check(
            xmlForest(t.word, t.note, t.small.labelled("n")),
            #"xmlforest("s"."word", "s"."note", "s"."small" AS "n")"#,
            is: XMLText("<word>Hello</word><n>7</n>"))
        try await check(
            xmlConcat(xmlComment("a"), document),
            "xmlconcat(xmlcomment($1::text), $2::xml)"
                + " | 'a', '<a b=\"1\"><c>x</c><c>y</c></a>'",
            is: XMLText("<!--a--><a b=\"1\"><c>x</c><c>y</c></a>"))
        try await check(
            p("<a/>").xmlParsed(asDocument: true), "xmlparse(DOCUMENT $1::text) | '<a/>'",
            is: XMLText("<a/>"))
        try await check(
            t.word.xmlParsed(), #"xmlparse(CONTENT "s"."word")"#, is: XMLText("Hello"))
    }

    @Test func `reading it`() async throws {
        try await check(
            document.xpath("//c/text()"),
            "xpath($1::text, $2::xml) | '//c/text()', '<a b=\"1\"><c>x</c><c>y</c></a>'",
            is: [XMLText("x"), XMLText("y")])
        try await check(
            document.xpathExists("//d"),
            "xpath_exists($1::text, $2::xml) | '//d', '<a b=\"1\"><c>x</c><c>y</c></a>'", is: false)
        try await check(document.isDocument, "$1::xml IS DOCUMENT" + parameter, is: true)
        try await check(
            p("<a>").isWellFormedXML(), "xml_is_well_formed_content($1::text) | '<a>'", is: false)
        try await check(
            t.word.isWellFormedXML(asDocument: true),
            #"xml_is_well_formed_document("s"."word")"#, is: false)
    }

    @Test func `whether a text is JSON, from PostgreSQL 16 on`() async throws {
        let tests = [
            (t.body.isJSON(), " IS JSON VALUE", false),
            (t.body.isNotJSON(.array), " IS NOT JSON ARRAY", true),
            (t.body.isJSON(.object, uniqueKeys: true), " IS JSON OBJECT WITH UNIQUE KEYS", false),
            (t.body.isJSON(.scalar), " IS JSON SCALAR", false),
        ]
        let hasTests = try await serverVersion() >= 16
        for (test, text, answer) in tests {
            expectSQL(test, #"("s"."body""# + text + ")")
            if hasTests { try await check(test, #""s"."body""# + text, is: answer) }
        }
    }

    private func p(_ text: String) -> Expression<String> { .value(text) }
}
