import PGCore

/// The clauses of a SELECT.
///
/// Queries carry one and hand it to the renderer; its parts are not public, because they grow with
/// the grammar.
public struct SelectStatement: Sendable {
    /// A table of the FROM clause and how it is joined to those before it.
    package struct Source: Sendable {
        package enum Join: String, Sendable {
            case inner = " JOIN "
            case left = " LEFT JOIN "
        }

        package var table: TableReference
        /// How the table is joined, and on what; `nil` for the first table.
        package var join: (kind: Join, condition: SQLNode)?
    }

    package var selection: [SQLNode] = []
    package var isDistinct = false
    package var sources: [Source]
    package var predicate: SQLNode?
    package var groupBy: [SQLNode] = []
    package var having: SQLNode?
    package var orderBy: [Ordering] = []
    package var limit: SQLNode?
    package var offset: SQLNode?

    package init(from table: TableReference) {
        sources = [Source(table: table, join: nil)]
    }
}
