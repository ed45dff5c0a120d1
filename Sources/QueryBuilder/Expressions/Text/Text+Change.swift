public import PGCore

// "String Functions and Operators" in the PostgreSQL manual: those that change a text.

extension SQLExpression where Value.Base == String, Value.Nullability: SQLResultTypes {
    /// The text without spaces at its ends.
    public func trim() -> Expression<Value> { call("btrim") }

    /// The text without any of these characters at its ends.
    public func trim(_ characters: some SQLOperand<String>) -> Expression<Value> {
        call("btrim", characters.operandNode)
    }

    /// The text without spaces at its beginning.
    public func ltrim() -> Expression<Value> { call("ltrim") }

    /// The text without any of these characters at its beginning.
    public func ltrim(_ characters: some SQLOperand<String>) -> Expression<Value> {
        call("ltrim", characters.operandNode)
    }

    /// The text without spaces at its end.
    public func rtrim() -> Expression<Value> { call("rtrim") }

    /// The text without any of these characters at its end.
    public func rtrim(_ characters: some SQLOperand<String>) -> Expression<Value> {
        call("rtrim", characters.operandNode)
    }

    /// The text filled up on the left, or cut, to that many characters.
    public func lpad(
        _ length: some SQLOperand<Int>, fill: some SQLOperand<String>
    ) -> Expression<Value> {
        call("lpad", length.node(as: "integer"), fill.operandNode)
    }

    /// The text filled up on the right, or cut, to that many characters.
    public func rpad(
        _ length: some SQLOperand<Int>, fill: some SQLOperand<String>
    ) -> Expression<Value> {
        call("rpad", length.node(as: "integer"), fill.operandNode)
    }

    /// The text that many times.
    public func `repeat`(_ count: some SQLOperand<Int>) -> Expression<Value> {
        call("repeat", count.node(as: "integer"))
    }

    /// The text with every occurrence of one text replaced by the other.
    public func replace(
        _ part: some SQLOperand<String>, with other: some SQLOperand<String>
    ) -> Expression<Value> {
        call("replace", part.operandNode, other.operandNode)
    }

    /// The text with each of the characters replaced by the one at the same place in the other
    /// list, and removed where that is shorter.
    public func translate(
        _ characters: some SQLOperand<String>, to others: some SQLOperand<String>
    ) -> Expression<Value> {
        call("translate", characters.operandNode, others.operandNode)
    }

    /// The text with that many characters, from that one on, replaced.
    public func overlay(
        placing other: some SQLOperand<String>, from start: some SQLOperand<Int>,
        for count: some SQLOperand<Int>
    ) -> Expression<Value> {
        call(
            "overlay", other.typedOperandNode, start.node(as: "integer"),
            count.node(as: "integer"))
    }

    /// The text in a Unicode normal form.
    public func normalize(_ form: UnicodeForm = .nfc) -> Expression<Value> {
        call("normalize", .text(form.rawValue))
    }

    /// Whether the text is in a Unicode normal form.
    public func isNormalized(_ form: UnicodeForm = .nfc) -> Predicate {
        Predicate(.postfix(node, SQLOperator("IS \(form.rawValue) NORMALIZED", .test, .none)))
    }

    /// The parts of the text between delimiters; those equal to `null` are NULL.
    public func stringToArray(
        _ delimiter: some SQLOperand<String>
    ) -> Expression<Value.Nullability.Texts> {
        call("string_to_array", delimiter.operandNode)
    }

    /// The text with its escapes such as `\\0061` replaced by the characters they stand for.
    public func unistr() -> Expression<Value> { call("unistr") }

    /// The MD5 hash, in hexadecimal.
    public func md5() -> Expression<Value> { call("md5") }

    /// The text as an identifier in SQL, quoted if need be.
    public func quoteIdent() -> Expression<Value> { call("quote_ident") }

    /// The text as a literal in SQL.
    public func quoteLiteral() -> Expression<Value> { call("quote_literal") }

    /// The text as a literal in SQL, and `NULL` for NULL.
    public func quoteNullable() -> Expression<String> { call("quote_nullable") }

    /// The parts of a qualified identifier, without quotes.
    public func parseIdent() -> Expression<Value.Nullability.Texts> { call("parse_ident") }
}

/// A normal form of Unicode.
public enum UnicodeForm: String, Sendable {
    /// Canonical composition.
    case nfc = "NFC"
    /// Canonical decomposition.
    case nfd = "NFD"
    /// Compatibility composition.
    case nfkc = "NFKC"
    /// Compatibility decomposition.
    case nfkd = "NFKD"
}

/// The texts of all values, one after the other; NULLs are left out.
public func concat(_ values: any SQLOperand...) -> Expression<String> {
    Expression(.call("concat", arguments: values.map { $0.typedOperandNode }))
}

/// The texts of all values with a separator between them; NULLs are left out.
public func concat(
    separator: some SQLOperand<String>, _ values: any SQLOperand...
) -> Expression<String> {
    Expression(
        .call(
            "concat_ws",
            arguments: [separator.operandNode] + values.map { $0.typedOperandNode }))
}

/// Values put into a format: `%s` is a text, `%I` an identifier, `%L` a literal.
public func format(
    _ format: some SQLOperand<String>, _ values: any SQLOperand...
) -> Expression<String> {
    Expression(
        .call("format", arguments: [format.operandNode] + values.map { $0.typedOperandNode }))
}

/// The character with that number in Unicode.
public func chr(_ number: some SQLOperand<Int>) -> Expression<String> {
    .call("chr", number.node(as: "integer"))
}
