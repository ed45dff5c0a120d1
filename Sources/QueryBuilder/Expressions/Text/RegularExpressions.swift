public import PGCore

// "POSIX Regular Expressions" in the PostgreSQL manual. `flags` are single letters: `i` ignores
// case, `g` means all matches, `n` lets `^` and `$` match at lines.

extension SQLExpression where Value.Base == String, Value.Nullability: SQLResultTypes {
    /// The number of matches; from PostgreSQL 15 on.
    public func regexpCount(
        _ pattern: some SQLOperand<String>, flags: String = ""
    ) -> Expression<Value.Nullability.Integer> {
        call("regexp_count", pattern.operandNode, .text("1"), .value(flags))
    }

    /// Where the n-th match begins, from 1, or 0 without one; from PostgreSQL 15 on.
    public func regexpInstr(
        _ pattern: some SQLOperand<String>, occurrence: Int = 1, flags: String = ""
    ) -> Expression<Value.Nullability.Integer> {
        call(
            "regexp_instr", pattern.operandNode, .text("1"), .value(occurrence, as: "integer"),
            .text("0"), .value(flags))
    }

    /// What the groups of the first match caught, or all of it; NULL without a match.
    ///
    /// A group that took no part is NULL.
    public func regexpMatch(
        _ pattern: some SQLOperand<String>, flags: String = ""
    ) -> Expression<[String?]?> {
        call("regexp_match", pattern.operandNode, .value(flags))
    }

    /// The n-th match, or NULL; from PostgreSQL 15 on.
    public func regexpSubstr(
        _ pattern: some SQLOperand<String>, occurrence: Int = 1, flags: String = ""
    ) -> Expression<String?> {
        call(
            "regexp_substr", pattern.operandNode, .text("1"), .value(occurrence, as: "integer"),
            .value(flags))
    }

    /// The text with the first match replaced, or, with the flag `g`, all of them.
    ///
    /// In the replacement `\1` is what the first group caught, and `\&` the whole match.
    public func regexpReplace(
        _ pattern: some SQLOperand<String>, with replacement: some SQLOperand<String>,
        flags: String = ""
    ) -> Expression<Value> {
        call(
            "regexp_replace", pattern.operandNode, replacement.operandNode,
            .value(flags, as: String.sqlType))
    }

    /// The parts of the text between matches.
    public func regexpSplit(
        by pattern: some SQLOperand<String>, flags: String = ""
    ) -> Expression<Value.Nullability.Texts> {
        call("regexp_split_to_array", pattern.operandNode, .value(flags))
    }
}
