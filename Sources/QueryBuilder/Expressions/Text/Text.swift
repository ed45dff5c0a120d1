public import PGCore

// "String Functions and Operators" in the PostgreSQL manual: letters and pieces.

extension SQLExpression where Value.Base == String, Value.Nullability: SQLResultTypes {
    /// Whether the text matches the pattern: `%` is any text, `_` any character.
    public func like(_ pattern: String) -> Predicate { compare(.like, pattern) }

    /// Whether the text matches the pattern.
    public func like<Pattern: SQLExpression>(_ pattern: Pattern) -> Predicate
    where Pattern.Value.Base == String {
        compare(.like, pattern)
    }

    /// Whether the text does not match the pattern.
    public func notLike(_ pattern: String) -> Predicate { compare(.notLike, pattern) }

    /// Whether the text matches the pattern, small and capital letters being the same.
    public func ilike(_ pattern: String) -> Predicate { compare(.ilike, pattern) }

    /// Whether the text matches the pattern, small and capital letters being the same.
    public func ilike<Pattern: SQLExpression>(_ pattern: Pattern) -> Predicate
    where Pattern.Value.Base == String {
        compare(.ilike, pattern)
    }

    /// Whether the text does not match the pattern, whatever the letters' case.
    public func notILike(_ pattern: String) -> Predicate { compare(.notILike, pattern) }

    /// The text followed by the other.
    public func concat(_ text: String) -> Expression<Value> {
        Expression(.binary(node, .concatenate, SQLNode(.parameter(text))))
    }

    /// The text followed by the other, which has the same type, optional or not.
    public func concat<Other: SQLExpression>(_ other: Other) -> Expression<Value>
    where Other.Value == Value {
        Expression(.binary(node, .concatenate, other.node))
    }

    /// The text in small letters.
    public func lower() -> Expression<Value> { call("lower") }

    /// The text in capital letters.
    public func upper() -> Expression<Value> { call("upper") }

    /// The text with a capital letter at the beginning of every word.
    public func initcap() -> Expression<Value> { call("initcap") }

    /// The text backwards.
    public func reverse() -> Expression<Value> { call("reverse") }

    /// The number of characters.
    public func length() -> Expression<Value.Nullability.Integer> { call("length") }

    /// The number of bytes.
    public func octetLength() -> Expression<Value.Nullability.Integer> { call("octet_length") }

    /// The number of bits.
    public func bitLength() -> Expression<Value.Nullability.Integer> { call("bit_length") }

    /// The number of the first character in Unicode, 0 for an empty text.
    public func ascii() -> Expression<Value.Nullability.Integer> { call("ascii") }

    /// Where the other text begins, from 1, or 0 where it is no part of this one.
    public func position(
        of part: some SQLOperand<String>
    ) -> Expression<Value.Nullability.Integer> {
        call("strpos", part.operandNode)
    }

    /// The first characters; for a negative number, all but the last ones.
    public func left(_ count: some SQLOperand<Int>) -> Expression<Value> {
        call("left", count.node(as: "integer"))
    }

    /// The last characters; for a negative number, all but the first ones.
    public func right(_ count: some SQLOperand<Int>) -> Expression<Value> {
        call("right", count.node(as: "integer"))
    }

    /// The text from that character on, counted from 1.
    public func substring(from start: some SQLOperand<Int>) -> Expression<Value> {
        call("substr", start.node(as: "integer"))
    }

    /// That many characters from that character on, counted from 1.
    public func substring(
        from start: some SQLOperand<Int>, for count: some SQLOperand<Int>
    ) -> Expression<Value> {
        call("substr", start.node(as: "integer"), count.node(as: "integer"))
    }

    /// The first match of a POSIX regular expression, or what its first group caught, or NULL.
    public func substring(matching pattern: some SQLOperand<String>) -> Expression<String?> {
        .syntax(
            .primary, .text("substring("), .operand(node), .text(" from "),
            .operand(pattern.operandNode, .cast), .text(")"))
    }

    /// The part between `escape"` and `escape"` in a match of an SQL regular expression, or NULL.
    public func substring(
        similar pattern: some SQLOperand<String>, escape: Character
    ) -> Expression<String?> {
        call("substring", pattern.operandNode, .value(String(escape), as: String.sqlType))
    }

    /// That part of the text between delimiters, counted from 1; an empty one past the end.
    ///
    /// A negative number counts from the end.
    public func splitPart(
        _ delimiter: some SQLOperand<String>, _ number: some SQLOperand<Int>
    ) -> Expression<Value> {
        call("split_part", delimiter.operandNode, number.node(as: "integer"))
    }
}
