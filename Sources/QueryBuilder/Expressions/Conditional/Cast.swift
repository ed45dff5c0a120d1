public import PGCore

extension SQLExpression {
    /// The value converted by the server to the type that stands for `Other`; NULL stays NULL.
    public func cast<Other: SQLValue>(to type: Other.Type) -> Expression<Other?>
    where Other.Base == Other {
        Expression(.cast(node, Other.sqlType))
    }
}

extension SQLExpression where Value.Base == Value {
    /// The value converted by the server to the type that stands for `Other`.
    public func cast<Other: SQLValue>(to type: Other.Type) -> Expression<Other>
    where Other.Base == Other {
        Expression(.cast(node, Other.sqlType))
    }
}

extension Expression {
    /// A bound value as an expression, with its type said to the server.
    ///
    /// Needed where nothing else in the statement tells the type, such as in a select list.
    public static func value(_ value: Value) -> Expression {
        Expression(.cast(SQLNode(.parameter(value)), Value.sqlType))
    }
}
