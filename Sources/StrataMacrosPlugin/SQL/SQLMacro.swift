import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `#sql`: the literal it is given, unless the SQL in it is wrong.
struct SQLMacro: ExpressionMacro {
    // The literal stays as it was written.
    static var formatMode: FormatMode { .disabled }

    static func expansion(
        of node: some FreestandingMacroExpansionSyntax, in context: some MacroExpansionContext
    ) -> ExprSyntax {
        guard let argument = node.arguments.first?.expression else { return "()" }
        var reporter = Reporter()
        if let literal = argument.as(StringLiteralExprSyntax.self) {
            reporter.check(SQLLiteral(literal))
        } else {
            reporter.error(
                "sql.literal",
                "#sql takes a string literal: a text made at run time is never SQL.", at: argument)
        }
        reporter.diagnostics.forEach(context.diagnose)
        guard node.arguments.count > 1 else { return argument.trimmed }
        return "QueryBuilder.Expression(\(argument.trimmed))"
    }
}

extension Reporter {
    fileprivate mutating func check(_ literal: SQLLiteral) {
        for interpolation in literal.interpolations.values where interpolation.label == "raw" {
            error(
                "sql.raw",
                "A text made at run time is never SQL: #sql takes values, expressions and names.",
                at: interpolation)
        }
        for problem in SQLScanner.problems(in: literal.bytes, names: literal.names) {
            report(problem, in: literal)
        }
    }

    private mutating func report(_ problem: SQLProblem, in literal: SQLLiteral) {
        let place = literal.places[problem.range.lowerBound]
        let named = problem.isAboutNeighbour ? problem.related ?? problem.range : problem.range
        var notes: [Note] = []
        if let note = problem.note, let related = problem.related {
            let place = literal.places[related.lowerBound]
            notes.append(
                Note(
                    node: place.node, position: place.position,
                    message: Message(id: "note", message: note)))
        }
        error(
            problem.id, problem.message(literal.excerpt(named)), at: place.node,
            position: place.position, notes: notes,
            fixIts: literal.fixIt(for: problem).map { [$0] } ?? [])
    }
}

extension SQLProblem {
    /// Whether the message names what the place touches instead of the place.
    fileprivate var isAboutNeighbour: Bool { kind == .joinedBefore || kind == .joinedAfter }
}

// MARK: - Fix-its

extension SQLLiteral {
    fileprivate func fixIt(for problem: SQLProblem) -> FixIt? {
        let place = problem.range.lowerBound
        switch problem.kind {
        case .bind(in: .string) where isQuoted(place):
            return fixIt("Leave the quotes away.", [removing(place - 1), removing(place + 1)])
        case .semicolon(isLast: true):
            return fixIt("Leave the semicolon away.", [removing(place)])
        case .joinedBefore: return fixIt("Put a space between them.", [inserting(before: place)])
        case .joinedAfter: return fixIt("Put a space between them.", [inserting(before: place + 1)])
        default: return nil
        }
    }

    /// Whether there is a quote on both sides of an interpolation, and nothing else inside.
    private func isQuoted(_ place: Int) -> Bool {
        let quote = UInt8(ascii: "'")
        guard place > 0, place + 1 < bytes.count else { return false }
        return bytes[place - 1] == quote && bytes[place + 1] == quote
            && (place < 2 || bytes[place - 2] != quote)
            && (place + 2 >= bytes.count || bytes[place + 2] != quote)
    }

    private func fixIt(_ title: String, _ changes: [FixIt.Change?]) -> FixIt? {
        let changes = changes.compactMap { $0 }
        guard !changes.isEmpty else { return nil }
        return FixIt(message: Message(id: "fix", message: title), changes: changes)
    }

    /// Takes a character away that is written as itself.
    private func removing(_ index: Int) -> FixIt.Change? {
        changingToken(at: index) { source, offset in
            guard source[offset] == bytes[index] else { return false }
            source.remove(at: offset)
            return true
        }
    }

    /// Puts a space before a character, or at the end of the text before an interpolation.
    private func inserting(before index: Int) -> FixIt.Change? {
        let isValue = interpolations[index] != nil
        return changingToken(at: isValue ? index - 1 : index) { source, offset in
            source.insert(UInt8(ascii: " "), at: isValue ? source.count : offset)
            return true
        }
    }

    private func changingToken(
        at index: Int, _ change: (inout [UInt8], Int) -> Bool
    ) -> FixIt.Change? {
        guard let token = places[index].node.as(TokenSyntax.self) else { return nil }
        var source = Array(token.text.utf8)
        guard change(&source, places[index].offset) else { return nil }
        let text = String(decoding: source, as: UTF8.self)
        let new = token.with(\.tokenKind, .stringSegment(text))
        return .replace(oldNode: Syntax(token), newNode: Syntax(new))
    }
}
