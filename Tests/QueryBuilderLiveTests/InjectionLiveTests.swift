import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

private let t = SampleRow.columns

/// Text that ends a literal, a name, a comment or a statement if it is not quoted.
private let hostileTexts = [
    "'; DROP TABLE s; --", "\"; DROP TABLE s; --", #"\'; DROP TABLE s; --"#, #"\"; --"#,
    "*/ DROP TABLE s; /*", "/*", "--", "$1", "$$", "a\0b", "E'\\''", "%s", "{\"", "\u{2019}", "",
    String(repeating: "x", count: 70), String(repeating: "\"", count: 63),
]

/// A place that takes a text from outside.
private struct Place: Sendable, CustomTestStringConvertible {
    let name: String
    let query: @Sendable (String) -> SQLStatement

    init(_ name: String, _ expression: @escaping @Sendable (String) -> some SQLExpression) {
        self.name = name
        query = { text in SampleRow.select { _ in expression(text) }.sql }
    }

    var testDescription: String { name }

    static let values: [Place] = [
        Place("comparison") { t.word == $0 },
        Place("list") { t.word.in([$0, $0]) },
        Place("LIKE") { t.word.like($0 + "%") },
        Place("prefix") { t.word.hasPrefix($0) },
        Place("part") { t.word.contains($0, ignoringCase: true) },
        Place("concatenation") { t.word.concat($0) },
        Place("CASE") { Case.when(t.flag, then: $0).else("") },
        Place("COALESCE") { t.note.coalesce($0) },
        Place("function") { t.word.replace($0, with: $0) },
        Place("variadic function") { concat(t.word, $0) },
        Place("aggregate") { t.word.stringAgg(separator: $0) },
        Place("window") { t.word.lag(by: 1, default: $0).over() },
        Place("array") { t.tags.appending($0) },
        Place("JSON key") { t.doc[$0] },
        Place("JSON path") { t.doc.path($0, $0) },
        Place("JSON object") { jsonbBuildObject([$0: $0]) },
        Place("setting") { currentSetting($0) },
        Place("template") { t.day.toChar($0) },
        Place("search") { t.search.matches(websearchToTSQuery("english", $0)) },
        Place("headline") {
            t.body.tsHeadline(
                "english", PGTSQuery.lexeme("fox"), options: TextSearchHeadline(start: $0, stop: $0)
            )
        },
        Place("fragment") { Expression<String>("upper(\($0)::text)") },
    ]

    static let names: [Place] = [
        Place("collation") { t.word.collate(Collation($0, schema: $0)) },
        Place("configuration") { t.body.toTSVector(TextSearchConfiguration($0)) },
        Place("configuration in a schema") {
            t.body.toTSVector(TextSearchConfiguration($0, schema: $0))
        },
        Place("window name") { rank().over(WindowName($0)) },
        Place("sequence") { SequenceReference($0).next() },
        Place("sequence in a schema") { SequenceReference($0, schema: $0).current() },
        Place("function name") { SQLFunction1<Int, Int>($0, schema: $0)(1) },
        Place("aggregate name") { SQLAggregate<Int, Int?>($0)(t.num) },
        Place("operator schema") { SQLInfixOperator<Int, Int, Int>("+", schema: $0)(t.num, 1) },
        Place("column") { Column<Int>(TableReference("s", alias: $0), $0) },
        Place("identifier") { Expression<Int>("\(identifier: $0)") },
    ]
}

@Suite("Hostile text on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct InjectionLiveTests {
    /// The server's name for a statement that does not parse.
    private static let syntaxError: SQLState = "42601"

    @Test(arguments: Place.values)
    private func `a value stays a value`(place: Place) async throws {
        let pool = try TestDatabase.pool
        for hostile in hostileTexts {
            let statement = place.query(hostile)
            #expect(!statement.text.contains("DROP"), "\(statement)")
            let error = await error(of: statement, on: pool)
            #expect(error?.sqlState != Self.syntaxError, "\(statement)")
            // The protocol ends texts at the first NUL: such a value is refused before it is sent.
            if hostile.contains("\0") { #expect(error?.code == .parameterOutOfRange) }
        }
        #expect(try await SampleRow.all.fetch(on: pool).count == 1)
    }

    @Test(arguments: Place.names)
    private func `a name stays a name`(place: Place) async throws {
        let pool = try TestDatabase.pool
        for hostile in hostileTexts {
            let statement = place.query(hostile)
            let error = await error(of: statement, on: pool)
            let code = try #require(error?.sqlState, "\(statement) ran")
            // The server has no empty names, quoted or not; that is all that may not parse.
            let isEmpty = hostile.isEmpty
            #expect(
                isEmpty || code != Self.syntaxError, "\(statement): \(String(describing: error))")
        }
        #expect(try await SampleRow.all.fetch(on: pool).count == 1)
    }

    @Test(arguments: hostileTexts)
    func `inlined and laid out, text keeps its meaning`(hostile: String) async throws {
        let query = SampleRow.where { $0.word != hostile }.select { _ in
            Expression<String>.value(hostile)
        }
        for text in [query.sql.inlined.text, query.sql.inlined.pretty] {
            var raw = SQLStatement()
            raw.append(raw: text)
            let rows = try query.decode(try await TestDatabase.pool.execute(raw))
            #expect(rows == [hostile.replacing("\0", with: "")])
        }
    }

    private func error(of statement: SQLStatement, on pool: ConnectionPool) async -> PGError? {
        do {
            _ = try await pool.execute(statement)
            return nil
        } catch {
            return error
        }
    }
}
