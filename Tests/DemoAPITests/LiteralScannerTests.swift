import Testing

@testable import DemoAPI

@Suite("Counting in the handlers' source")
struct LiteralScannerTests {
    @Test("literals are found without what is interpolated")
    func literals() {
        let text = #"""
            let a = "SELECT \(f(x, (1))) FROM t"
            let b = """
                UPDATE users
                SET name = \(name)
                """
            let c = ""
            """#
        #expect(
            LiteralScanner.literals(in: text) == ["SELECT FROM t", "UPDATE users SET name =", ""])
    }

    @Test("a literal that does not end, ends with the text")
    func unfinished() {
        #expect(LiteralScanner.literals(in: #"x = "abc"#) == ["abc"])
        #expect(LiteralScanner.literals(in: #"x = "abc\(d"#) == ["abc"])
    }

    @Test("tier 1 has SQL, the others have none", arguments: Tier.allCases)
    func measures(_ tier: Tier) {
        let measure = HandlerMeasure(tier)
        #expect(measure.methods >= 5)
        #expect(measure.lines > 20)
        #expect((measure.sqlCharacters > 0) == (tier == .raw))
        #expect((measure.uncheckedNames > 0) == (tier == .raw))
        #expect(measure.mentions("nothing of the kind") == "nowhere")
    }
}
