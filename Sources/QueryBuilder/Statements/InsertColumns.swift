public import PGCore

/// An INSERT into certain columns, for which it is still to be said what is inserted.
///
/// ```swift
/// UserRow.insert(columns: \.email, \.name).values([("a@x.org", "A"), ("b@x.org", "B")])
/// ```
public struct InsertColumns<Target: Table, each Value: SQLValue>: Sendable {
    private let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    /// Inserts these rows; none at all is allowed.
    public func values(_ rows: [(repeat each Value)]) -> Insert<Target> {
        Insert(names, rows: rows.map { row in InsertRow(repeat each row).nodes })
    }

    /// Inserts one row.
    public func values(_ values: repeat each Value) -> Insert<Target> {
        Insert(names, rows: [InsertRow(repeat each values).nodes])
    }

    /// Inserts these rows of values, expressions and defaults.
    public func cells(_ rows: [(repeat InsertCell<each Value>)]) -> Insert<Target> {
        Insert(names, rows: rows.map { row in cellNodes(repeat each row) })
    }

    /// Inserts the rows that a query returns.
    ///
    /// ```swift
    /// let drafts = DraftRow.where { $0.isDone }.select { ($0.title, $0.body) }
    /// PostRow.insert(columns: \.title, \.body).select(drafts)
    /// ```
    public func select<Scope>(_ query: Select<Scope, repeat each Value>) -> Insert<Target> {
        Insert(names, query: query.statement)
    }

    /// Inserts any number of rows, each column of which is bound as one array.
    ///
    /// They are inserted, and returned, in their order.
    public func unnest(_ rows: [(repeat each Value)]) -> Insert<Target> {
        var columns = names.map { name in
            UnnestedColumn(name: name, type: Target.definition.type(of: name))
        }
        for row in rows {
            var index = 0
            for value in repeat each row {
                columns[index].values.append(value)
                index += 1
            }
        }
        return Insert(names, query: .unnesting(columns))
    }

    private func cellNodes<each Cell: SQLValue>(
        _ cells: repeat InsertCell<each Cell>
    ) -> [SQLNode] {
        var nodes: [SQLNode] = []
        for cell in repeat each cells { nodes.append(cell.node) }
        return nodes
    }
}

/// A row's values as parameters.
private struct InsertRow {
    var nodes: [SQLNode] = []

    init<each Value: SQLValue>(_ values: repeat each Value) {
        for value in repeat each values { nodes.append(SQLNode(.parameter(value))) }
    }
}

/// One value of a new row, typed as its column is.
public struct InsertCell<Value: SQLValue>: Sendable {
    let node: SQLNode

    /// Binds the value.
    public static func value(_ value: Value) -> InsertCell {
        InsertCell(node: SQLNode(.parameter(value)))
    }

    /// Lets the server compute the value.
    public static func expression<New: SQLExpression>(_ expression: New) -> InsertCell
    where New.Value == Value {
        InsertCell(node: expression.node)
    }

    /// Leaves the column to its default.
    public static var `default`: InsertCell { InsertCell(node: SQLNode(.text("DEFAULT"))) }
}

extension Table {
    /// Inserts into these columns, the others being left to their defaults.
    public static func insert<each Value: SQLValue>(
        columns: repeat KeyPath<Columns, Column<each Value>>
    ) -> InsertColumns<Self, repeat each Value> {
        InsertColumns(columnNames(of: Self.self, repeat each columns))
    }
}
