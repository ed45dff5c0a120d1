import PGCore

extension SQLNode {
    /// The name of something in the database as a literal of a type such as `regclass`.
    ///
    /// It stands in the text, where a placeholder would hide from the planner what is meant.
    struct Literal: Sendable, Hashable {
        let text: String
        let type: SQLType

        init(name: String, schema: String?, type: SQLType) {
            let quoted = SQLIdentifier.quoteIfNeeded(name)
            let whole = schema.map { SQLIdentifier.quoteIfNeeded($0) + "." + quoted } ?? quoted
            text = SQLIdentifier.quoteLiteral(whole)
            self.type = type
        }

        var node: SQLNode { SQLNode(.cast(SQLNode(.text(text)), type)) }
    }
}
