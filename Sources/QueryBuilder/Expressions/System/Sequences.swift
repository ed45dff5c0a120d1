public import PGCore

/// A sequence of the database.
///
/// See "Sequence Manipulation Functions" in the PostgreSQL manual.
public struct SequenceReference: Sendable, Hashable {
    private let literal: SQLNode.Literal

    /// Names a sequence.
    public init(_ name: String, schema: String? = nil) {
        literal = SQLNode.Literal(name: name, schema: schema, type: "regclass")
    }

    /// Moves the sequence on, and yields its new value.
    public func next() -> Expression<Int> { .call("nextval", literal.node) }

    /// The value that this session got last; the server refuses when there was none.
    public func current() -> Expression<Int> { .call("currval", literal.node) }

    /// Sets the value from which the next one follows, or, if it is not `called`, the next one.
    public func set(to value: some SQLOperand<Int>, called: Bool = true) -> Expression<Int> {
        .call("setval", literal.node, value.typedOperandNode, .text(called ? "true" : "false"))
    }
}

// "Enum Support Functions" in the PostgreSQL manual.

extension PostgresEnum {
    /// The first value of the type in the database.
    public static func enumFirst() -> Expression<Self> { .call("enum_first", null) }

    /// The last value of the type in the database.
    public static func enumLast() -> Expression<Self> { .call("enum_last", null) }

    /// All values of the type in the database.
    public static func enumRange() -> Expression<[Self]> { .call("enum_range", null) }

    private static var null: SQLNode { SQLNode.text("NULL").cast(sqlType) }
}
