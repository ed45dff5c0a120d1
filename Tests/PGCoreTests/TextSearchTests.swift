import PGCore
import Testing

@Suite("Text search types")
struct TextSearchTests {
    @Test func `a vector is put in the server's order`() {
        let vector = PGTSVector([
            .init("b", [.init(3)]), .init("aa"),
            .init("b", [.init(1, weight: .a), .init(3, weight: .b)]),
            .init("B"), .init("a", [.init(99_999), .init(0)]),
        ])

        #expect(vector.description == "'B' 'a':1,16383 'aa' 'b':1A,3B")
        #expect(PGTSVector.Lexeme("a", (1...300).map { .init($0) }).positions.count == 255)
    }

    @Test(arguments: ["'a", "'a':", "'a':x", "'a':0", "'a':1,", "''", ":1", "'a':1 &"])
    func `malformed vectors are refused`(text: String) {
        #expect(PGTSVector(text) == nil)
    }

    @Test func `a query is built from parts`() {
        let query: PGTSQuery = .lexeme("fat").and(
            .lexeme("rat", weights: [.a, .b], prefix: true).or(.lexeme("it's").negated))

        #expect(query.description == "'fat' & ( 'rat':*AB | !'it''s' )")
        #expect(PGTSQuery.empty.and(query) == query)
        #expect(query.or(.empty) == query)
        #expect(PGTSQuery.empty.negated == .empty)
        #expect(
            PGTSQuery.lexeme("a").followed(by: .lexeme("b")).followed(by: .lexeme("c"), distance: 3)
                .description == "'a' <-> 'b' <3> 'c'")
    }

    @Test(
        arguments: zip(
            [
                "a & b | c & !d", "!a & (b | c)", "a<->b<2>c", "a | b & c <-> d", " 'x' ", "a:*b",
                "!(!a)",
            ],
            [
                "'a' & 'b' | 'c' & !'d'", "!'a' & ( 'b' | 'c' )", "'a' <-> 'b' <2> 'c'",
                "'a' | 'b' & 'c' <-> 'd'", "'x'", "'a':*B", "!!'a'",
            ]))
    func `operators hold as strongly as on the server`(text: String, printed: String) {
        #expect(PGTSQuery(text)?.description == printed)
    }

    @Test(
        arguments: [
            "a b", "a &", "& a", "(a", "a)", "()", "!", "a <", "a <-", "a <x> b", "a <99999> b",
            "a:",
            "a:x", "'a", "a !b",
        ])
    func `malformed queries are refused`(text: String) {
        #expect(PGTSQuery(text) == nil)
    }

    @Test func `parts that are not one tree are refused`() {
        let lexeme = PGTSQuery.Item.lexeme("a", weights: [], prefix: false)

        #expect(PGTSQuery(items: [.and, lexeme]) == nil)
        #expect(PGTSQuery(items: [lexeme, lexeme]) == nil)
        #expect(PGTSQuery(items: [.not]) == nil)
        #expect(PGTSQuery(items: [.not, lexeme, .not]) == nil)
        #expect(PGTSQuery(items: [.or, .not, lexeme, lexeme]) != nil)
    }

    @Test func `depth does not exhaust the stack`() throws {
        let depth = 20_000
        let text = String(repeating: "!", count: depth) + "'a'"
        let query = try #require(PGTSQuery(text))

        #expect(query.items.count == depth + 1)
        #expect(query.description == text)
        #expect(
            try decoded(encoded(query, as: .tsquery).bytes, .tsquery, as: PGTSQuery.self) == query)
        #expect(PGTSQuery(String(repeating: "(", count: depth)) == nil)
        #expect(
            PGTSQuery(
                String(repeating: "( ", count: depth) + "a" + String(repeating: " )", count: depth))?
                .description == "'a'")
    }

    @Test func `a lexeme with a NUL character does not bind`() {
        for value: any ParameterEncodable in [
            PGTSVector([.init("a\0b")]), PGTSQuery.lexeme("a\0b"), PGHStore(["a\0": nil]),
            PGLTree("a\0"), XMLText("a\0"), PGObjectReference.name("a\0"),
        ] {
            for type in [OID.tsvector, .tsquery, OID(99_999), .xml, .regclass, .text] {
                do throws(PGError) {
                    _ = try encoded(value, as: type)
                    Issue.record("\(value) was bound to \(type)")
                } catch {
                    #expect([.parameterOutOfRange, .parameterMismatch].contains(error.code))
                }
            }
        }
    }
}
