import Testing

@testable import Migrations

@Suite("Excerpts")
struct ExcerptTests {
    @Test(arguments: [
        (1, 8, "1 | select é, x\n  |        ^"),
        (1, 11, "1 | select é, x\n  |           ^"),
        (2, 3, "2 | \t\tfoo\n  | \t\t^"),
    ])
    func `put a caret below the character`(line: Int, column: Int, text: String) {
        let position = SourcePosition(utf8Offset: 0, line: line, column: column)

        #expect(Excerpt.render("select é, x\n\t\tfoo", at: position) == text)
    }

    @Test func `of a place beyond the text are empty`() {
        let position = SourcePosition(utf8Offset: 0, line: 9, column: 1)

        #expect(Excerpt.render("x", at: position).isEmpty)
    }
}
