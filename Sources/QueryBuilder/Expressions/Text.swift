public import PGCore

extension SQLExpression where Value.Base == String {
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
    public func lower() -> Expression<Value> {
        Expression(.function(FunctionCall("lower", [node])))
    }

    /// The text in capital letters.
    public func upper() -> Expression<Value> {
        Expression(.function(FunctionCall("upper", [node])))
    }
}
