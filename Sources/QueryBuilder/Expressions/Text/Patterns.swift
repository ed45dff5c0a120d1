public import PGCore

// "Pattern Matching" in the PostgreSQL manual.

/// What LIKE makes of text that people typed.
public enum LikePattern {
    /// The text with a backslash before everything that LIKE treats specially.
    public static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { escaped.append("\\") }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }
}

extension SQLExpression where Value.Base == String {
    /// Whether the text begins with the other, taken literally; an index can serve it.
    public func hasPrefix(_ prefix: String, ignoringCase: Bool = false) -> Predicate {
        compare(ignoringCase ? .ilike : .like, LikePattern.escape(prefix) + "%")
    }

    /// Whether the text begins with the other.
    public func hasPrefix(_ prefix: some SQLExpression<String>) -> Predicate {
        call("starts_with", prefix.node)
    }

    /// Whether the text ends with the other, taken literally.
    public func hasSuffix(_ suffix: String, ignoringCase: Bool = false) -> Predicate {
        compare(ignoringCase ? .ilike : .like, "%" + LikePattern.escape(suffix))
    }

    /// Whether the other, taken literally, is part of the text.
    public func contains(_ part: String, ignoringCase: Bool = false) -> Predicate {
        compare(ignoringCase ? .ilike : .like, "%" + LikePattern.escape(part) + "%")
    }

    /// Whether the other is part of the text.
    public func contains(_ part: some SQLExpression<String>) -> Predicate {
        let place: Expression<Int> = call("strpos", part.node)
        return Predicate(.binary(place.node, .greater, .text("0")))
    }

    /// Whether the text matches the pattern, in which `escape` takes a wildcard's meaning away.
    public func like(_ pattern: String, escape: Character) -> Predicate {
        self.pattern(.like, .value(pattern), escape)
    }

    /// Whether the text does not match the pattern, with an escape character.
    public func notLike(_ pattern: String, escape: Character) -> Predicate {
        self.pattern(.notLike, .value(pattern), escape)
    }

    /// Whether the text matches the pattern, whatever the letters' case, with an escape character.
    public func ilike(_ pattern: String, escape: Character) -> Predicate {
        self.pattern(.ilike, .value(pattern), escape)
    }

    /// Whether the text does not match the pattern, whatever the letters' case, with an escape
    /// character.
    public func notILike(_ pattern: String, escape: Character) -> Predicate {
        self.pattern(.notILike, .value(pattern), escape)
    }

    /// Whether all of the text matches an SQL regular expression.
    public func similar(
        to pattern: some SQLOperand<String>, escape: Character? = nil
    ) -> Predicate {
        self.pattern(.similar, pattern.operandNode, escape)
    }

    /// Whether the text does not match an SQL regular expression.
    public func notSimilar(
        to pattern: some SQLOperand<String>, escape: Character? = nil
    ) -> Predicate {
        self.pattern(.notSimilar, pattern.operandNode, escape)
    }

    private func pattern(
        _ symbol: SQLOperator, _ pattern: SQLNode, _ escape: Character?
    ) -> Predicate {
        guard let escape else { return infix(symbol, pattern) }
        return .syntax(
            .membership, .operand(node, .other), .text(" \(symbol.text) "),
            .operand(pattern, .other), .text(" ESCAPE "), .operand(.value(String(escape)), .other))
    }

    /// Whether a part of the text matches a POSIX regular expression: `~`, or `~*`.
    public func matches(
        _ pattern: some SQLOperand<String>, ignoringCase: Bool = false
    ) -> Predicate {
        infix(ignoringCase ? "~*" : "~", pattern.operandNode)
    }

    /// Whether no part of the text matches a POSIX regular expression: `!~`, or `!~*`.
    public func notMatches(
        _ pattern: some SQLOperand<String>, ignoringCase: Bool = false
    ) -> Predicate {
        infix(ignoringCase ? "!~*" : "!~", pattern.operandNode)
    }
}
