/// An INSERT, UPDATE or DELETE as plain data, with what it returns.
package struct ChangeStatement: Sendable {
    package enum Action: Sendable {
        case insert(InsertClauses)
        case update(UpdateClauses)
        case delete(DeleteClauses)
    }

    package var action: Action
    package var returning: [SQLNode] = []
    package var commonTables: [CommonTableDefinition] = []

    package init(_ action: Action) {
        self.action = action
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
        case doNothing(target: [String])
        case update(target: [String], [Assignment], predicate: SQLNode?)
    }

    package var table: TableReference
    package var columns: [String]
    package var rows: [[SQLNode]]
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

/// New values for the columns of existing rows.
package struct UpdateClauses: Sendable {
    package var table: TableReference
    package var assignments: [Assignment]
    package var predicate: SQLNode?

    package init(table: TableReference, assignments: [Assignment], predicate: SQLNode?) {
        self.table = table
        self.assignments = assignments
        self.predicate = predicate
    }
}

/// Rows to delete.
package struct DeleteClauses: Sendable {
    package var table: TableReference
    package var predicate: SQLNode?

    package init(table: TableReference, predicate: SQLNode?) {
        self.table = table
        self.predicate = predicate
    }
}

/// A column and its new value.
public struct Assignment: Sendable {
    package let column: String
    package let value: SQLNode

    package init(column: String, value: SQLNode) {
        self.column = column
        self.value = value
    }
}
