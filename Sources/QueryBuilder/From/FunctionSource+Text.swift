public import PGCore

/// What the groups of each match caught, or all of it, one row each: `regexp_matches`.
///
/// Without the flag `g` only the first match counts. A group that took no part is NULL.
public func regexpMatches(
    of pattern: some SQLOperand<String>, in text: some SQLOperand<String>, flags: String = ""
) -> FunctionSource<SingleColumn<[String?]>> {
    function(
        "regexp_matches",
        [text.typedOperandNode, pattern.typedOperandNode, .value(flags, as: String.sqlType)],
        named: "matches")
}

/// The parts of a text between matches, one row each: `regexp_split_to_table`.
public func regexpSplitToTable(
    _ text: some SQLOperand<String>, by pattern: some SQLOperand<String>, flags: String = ""
) -> FunctionSource<SingleColumn<String>> {
    function(
        "regexp_split_to_table",
        [text.typedOperandNode, pattern.typedOperandNode, .value(flags, as: String.sqlType)],
        named: "parts")
}

/// The parts of a text between separators, one row each: `string_to_table`.
public func stringToTable(
    _ text: some SQLOperand<String>, separator: some SQLOperand<String>
) -> FunctionSource<SingleColumn<String>> {
    function(
        "string_to_table", [text.typedOperandNode, separator.typedOperandNode], named: "parts")
}
