import PGCore

/// An INSERT, UPDATE, DELETE or MERGE as plain data, with what it returns.
///
/// Commands carry one and hand it to the renderer; its parts are not public, because they grow with
/// the grammar.
public struct ChangeStatement: Sendable {
    package enum Action: Sendable {
        case insert(InsertClauses)
        case update(UpdateClauses)
        case delete(DeleteClauses)
        case merge(MergeClauses)
    }

    package var action: Action
    package var returning: [SQLNode] = []
    /// The names that OLD and NEW go by in RETURNING, where they have others.
    package var returningNames: (old: String, new: String)?
    package var commonTables: [CommonTableDefinition] = []

    package init(_ action: Action, with tables: [CommonTableDefinition] = []) {
        self.action = action
        commonTables = tables
    }

    package func returning<each Output: Selection>(_ outputs: repeat each Output) -> ChangeStatement
    {
        var copy = self
        copy.returning = []
        for output in repeat each outputs { copy.returning += output.selectedExpressions }
        return copy
    }
}

/// Rows to insert, and what to do where one is there already.
package struct InsertClauses: Sendable {
    package enum Conflict: Sendable {
        case doNothing(ConflictTarget)
        case update(ConflictTarget, [Assignment], predicate: SQLNode?)
    }

    package enum Overriding: String, Sendable {
        case system = " OVERRIDING SYSTEM VALUE"
        case user = " OVERRIDING USER VALUE"
    }

    package var table: TableReference
    package var columns: [String]
    package var rows: [[SQLNode]]
    /// What is inserted instead of the rows.
    package var query: SelectStatement?
    package var overriding: Overriding?
    package var conflict: Conflict?
    /// A column that can be named where the rows have no values at all.
    package var anyColumn: String

    package init(
        table: TableReference, columns: [String], rows: [[SQLNode]], anyColumn: String
    ) {
        self.table = table
        self.columns = columns
        self.rows = rows
        self.anyColumn = anyColumn
    }
}

/// Which rows conflict: those of a constraint, or of a unique index that these elements describe.
package struct ConflictTarget: Sendable {
    package var constraint: String?
    package var elements: [IndexElement] = []
    package var predicate: SQLNode?
}

/// New values for the columns of existing rows.
package struct UpdateClauses: Sendable {
    package var table: TableReference
    package var isOnly = false
    package var assignments: [Assignment]
    package var sources: [SelectStatement.Source] = []
    package var predicate: SQLNode?
    /// The cursor whose row is changed, instead of those for which the predicate is true.
    package var cursor: String?

    package init(table: TableReference, assignments: [Assignment] = [], predicate: SQLNode? = nil) {
        self.table = table
        self.assignments = assignments
        self.predicate = predicate
    }
}

/// Rows to delete.
package struct DeleteClauses: Sendable {
    package var table: TableReference
    package var isOnly = false
    package var sources: [SelectStatement.Source] = []
    package var predicate: SQLNode?
    /// The cursor whose row is deleted, instead of those for which the predicate is true.
    package var cursor: String?

    package init(table: TableReference, predicate: SQLNode? = nil) {
        self.table = table
        self.predicate = predicate
    }
}

/// What happens to the rows of a table, and of a source that is joined to it.
package struct MergeClauses: Sendable {
    package enum Kind: String, Sendable {
        case matched = " WHEN MATCHED"
        case notMatched = " WHEN NOT MATCHED"
        case notMatchedBySource = " WHEN NOT MATCHED BY SOURCE"
    }

    package enum Action: Sendable {
        case update([Assignment])
        case insert([Assignment], InsertClauses.Overriding?)
        case insertDefaults
        case delete
        case nothing
    }

    package struct Branch: Sendable {
        package var kind: Kind
        package var predicate: SQLNode?
        package var action: Action
    }

    package var table: TableReference
    package var isOnly = false
    package var source: SelectStatement.Source
    package var condition: SQLNode
    package var branches: [Branch] = []
}

/// Columns and their new values.
public struct Assignment: Sendable {
    package let columns: [String]
    package let value: SQLNode

    package init(column: String, value: SQLNode) {
        columns = [column]
        self.value = value
    }

    /// Several columns that take the columns of one row.
    package init(columns: [String], row: SQLNode) {
        self.columns = columns
        value = row
    }
}
