import PGCore
import Testing

@Suite("Statements")
struct StatementTests {
    @Test func `interpolated values become placeholders`() {
        let id = 7
        let name: String? = nil

        let statement: SQLStatement = "SELECT * FROM users WHERE id = \(id) AND name = \(name)"

        #expect(statement.text == "SELECT * FROM users WHERE id = $1 AND name = $2")
        #expect(statement.parameters.map(\.textRepresentation) == ["7", "NULL"])
        #expect(statement.parameters.map(\.isNull) == [false, true])
    }

    @Test func `a hostile value stays out of the text`() {
        let statement: SQLStatement = "SELECT \("'; DROP TABLE users; --")"

        #expect(statement.text == "SELECT $1")
    }

    @Test func `a fragment is renumbered behind what precedes it`() {
        let filter: SQLStatement = "age > \(18) AND city = \("Köln")"

        let statement: SQLStatement = "SELECT \(1), x FROM t WHERE \(filter) LIMIT \(5)"

        #expect(statement.text == "SELECT $1, x FROM t WHERE age > $2 AND city = $3 LIMIT $4")
        #expect(statement.parameters.map(\.textRepresentation) == ["1", "18", "Köln", "5"])
    }

    @Test func `fragments with more than nine parameters are renumbered`() {
        var list = SQLStatement()
        for number in 1...12 {
            if number > 1 { list.append(raw: ", ") }
            list.append(parameter: number)
        }

        let statement: SQLStatement = "f(\(list)) + g(\(list))"

        let numbers = (1...24).map { "$\($0)" }
        #expect(
            statement.text
                == "f(\(numbers[..<12].joined(separator: ", "))) + "
                + "g(\(numbers[12...].joined(separator: ", ")))")
        #expect(
            statement.parameters.map(\.textRepresentation)
                == (Array(1...12) + Array(1...12)).map { String($0) })
    }

    @Test func `text beyond ASCII around placeholders does not shift them`() {
        let fragment: SQLStatement = "\"naïve 🦉\" = \(1) AND \"e\u{301}\" = \(2)\u{301} – '日本'"

        let statement: SQLStatement = "🇩🇪 \(0) \(fragment)"

        #expect(
            statement.text
                == "🇩🇪 $1 \"naïve 🦉\" = $2 AND \"e\u{301}\" = $3\u{301} – '日本'")
    }

    @Test func `a statement can be appended to itself`() {
        var statement: SQLStatement = "(\(1))"
        statement.append(statement)
        statement.append(statement)

        #expect(statement.text == "($1)($2)($3)($4)")
    }

    @Test func `a fragment in front of nothing keeps its numbers and can be extended`() {
        var statement: SQLStatement = "WHERE "
        statement.append("a = \(1)" as SQLStatement)
        statement.append(" AND b = \(2)" as SQLStatement)

        #expect(statement.text == "WHERE a = $1 AND b = $2")
    }

    @Test func `a dollar in trusted text is not a placeholder`() {
        let fragment: SQLStatement = "\(raw: "$$body $1$$") \(1)"

        let statement: SQLStatement = "\(0) \(fragment)"

        #expect(statement.text == "$1 $$body $1$$ $2")
    }

    @Test func `names are quoted`() {
        let statement: SQLStatement = "SELECT \(identifier: "odd \"name\"") FROM \(raw: "t")"

        #expect(statement.text == #"SELECT "odd ""name""" FROM t"#)
    }

    @Test(
        arguments: zip(
            ["users", "a\"b", "", "nul\0byte", "Ünï"],
            [#""users""#, #""a""b""#, #""""#, #""nulbyte""#, #""Ünï""#]))
    func `an identifier is quoted`(name: String, quoted: String) {
        #expect(SQLIdentifier.quote(name) == quoted)
    }

    @Test(
        arguments: zip(
            ["it's", #"back\slash"#, "plain", "", "nul\0"],
            ["'it''s'", #" E'back\\slash'"#, "'plain'", "''", "'nul'"]))
    func `a literal is quoted`(text: String, quoted: String) {
        #expect(SQLIdentifier.quoteLiteral(text) == quoted)
    }

    @Test(
        arguments: zip(
            ["mood", "my_type2", "_x", "Mood", "two words", "2fast", "", "order", "name", "int"],
            [
                "mood", "my_type2", "_x", #""Mood""#, #""two words""#, #""2fast""#, #""""#,
                #""order""#, "name", #""int""#,
            ]))
    func `a type's name is quoted only when needed`(name: String, quoted: String) {
        #expect(SQLIdentifier.quoteIfNeeded(name) == quoted)
    }
}
