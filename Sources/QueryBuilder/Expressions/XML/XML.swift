public import PGCore

// "XML Functions" in the PostgreSQL manual. The server has to be built with libxml.

/// An element with attributes and content.
///
/// Attributes have the names of columns, or those given by ``SQLExpression/labelled(_:)``:
///
/// ```swift
/// xmlElement("user", attributes: [u.id, u.name.lower().labelled("key")], u.email)
/// // xmlelement(NAME "user", xmlattributes("users"."id", lower("users"."name") AS "key"), …)
/// ```
public func xmlElement(
    _ name: String, attributes: [any Selection] = [], _ content: any SQLExpression...
) -> Expression<XMLText> {
    var arguments = [SQLNode(.fragment([.text("NAME "), SQLNode(.identifier(name))]))]
    if !attributes.isEmpty {
        arguments.append(
            .call("xmlattributes", arguments: attributes.flatMap { $0.selectedExpressions }))
    }
    arguments += content.map { $0.node }
    return Expression(.function(FunctionCall("xmlelement", arguments)))
}

/// A row of elements, named like columns or labels; NULLs make none.
public func xmlForest(_ elements: any Selection...) -> Expression<XMLText?> {
    Expression(
        .function(FunctionCall("xmlforest", elements.flatMap { $0.selectedExpressions })))
}

/// The pieces one after the other; NULL if all of them are.
public func xmlConcat(_ pieces: any SQLOperand<XMLText>...) -> Expression<XMLText?> {
    Expression(.function(FunctionCall("xmlconcat", pieces.map { $0.typedOperandNode })))
}

/// A comment, which must not have two hyphens in a row.
public func xmlComment(_ text: some SQLOperand<String>) -> Expression<XMLText> {
    .call("xmlcomment", text.typedOperandNode)
}

extension SQLExpression where Value == String {
    /// The text as a document, or as a piece of one.
    public func xmlParsed(asDocument: Bool = false) -> Expression<XMLText> {
        .syntax(
            .primary, .text(asDocument ? "xmlparse(DOCUMENT " : "xmlparse(CONTENT "),
            .operand(node), .text(")"))
    }

    /// Whether the text is well-formed XML: a document, or a piece of one.
    public func isWellFormedXML(asDocument: Bool = false) -> Predicate {
        call(asDocument ? "xml_is_well_formed_document" : "xml_is_well_formed_content")
    }
}

extension SQLExpression where Value.Base == XMLText {
    /// The text of the document or piece.
    public func xmlSerialized() -> Expression<String?> {
        .syntax(.primary, .text("xmlserialize(CONTENT "), .operand(node), .text(" AS text)"))
    }

    /// Whether it has one root element, and not several or none: `IS DOCUMENT`.
    public var isDocument: Predicate {
        Predicate(.postfix(node, SQLOperator("IS DOCUMENT", .test, .none)))
    }

    /// What an XPath expression finds.
    public func xpath(_ path: some SQLOperand<String>) -> Expression<[XMLText]?> {
        .call("xpath", path.typedOperandNode, node)
    }

    /// Whether an XPath expression finds anything.
    public func xpathExists(_ path: some SQLOperand<String>) -> Predicate {
        .call("xpath_exists", path.typedOperandNode, node)
    }
}
