import PGTestKit
import PGWire
import Testing

@testable import StrataMacrosPlugin

/// What is open at a text's end, as the scanner and the server's lexer see it.
///
/// The server reads a block in PL/pgSQL to its end before it looks at what the text means.
@Suite("The scanner of #sql beside the server's", .liveDatabase, .timeLimit(.minutes(5)))
struct SQLScannerLiveTests {
    private static let pieces = [
        "'", "'", "''", "\"", "\"a", "$$", "$$", "$a$", "$b", "E'", "e'", "\\", "\\'", "--", "/*",
        "*/", "\n", "\n",
        " ", "a", "a", "1", "*", "/", "-", "+", "U&'", "U&\"", "n'", "é", "_", "é$",
    ]

    @Test func `it finds what is not closed just where the server does`() async throws {
        let pool = try TestDatabase.pool
        var generator = Generator(state: 0x5EED)
        var unclosed = 0
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &generator) }
                .joined()
            let problems = SQLScanner.problems(in: Array((text + "\n;").utf8))
            let found = problems.contains { if case .unclosed = $0.kind { true } else { false } }
            let answer = try await answer(to: text, on: pool)
            // The server stops at the first mistake of whatever kind.
            guard !Self.otherMistakes.contains(where: answer.contains) else { continue }
            #expect(found == answer.hasPrefix("unterminated"), "\(text): \(answer)")
            if found { unclosed += 1 }
        }
        #expect((400...1_600).contains(unclosed), "the texts are of both kinds")
    }

    private static let otherMistakes = ["zero-length", "trailing junk", "Unicode", "escape"]

    /// What the server says of the text, which is never right as a whole.
    private func answer(to text: String, on pool: ConnectionPool) async throws -> String {
        let body = "BEGIN PERFORM \(text)\n; END".replacing("\\", with: "\\\\")
            .replacing("'", with: "''")
        do {
            _ = try await pool.execute("DO \(raw: "E'" + body + "'")")
            return ""
        } catch {
            return error.message
        }
    }

    /// Always the same numbers, so that a failure comes back.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}
