import PGCore
import PGSchema

/// A column of many rows, to be bound as one array.
struct UnnestedColumn {
    let name: String
    let type: SQLType
    var values: [any ParameterEncodable] = []

    init(name: String, type: SQLType) {
        self.name = name
        self.type = type
    }
}

extension TableDefinition {
    /// The type of a column, which the definition has; text is what anything can be made of.
    func type(of column: String) -> SQLType {
        columns.first { $0.name == column }?.type ?? String.sqlType
    }
}

extension SelectStatement {
    /// The rows made of the columns' arrays, in their order.
    static func unnesting(_ columns: [UnnestedColumn]) -> SelectStatement {
        let rows = TableReference("rows")
        var statement = SelectStatement(from: unnested(columns, numbered: true), rows)
        statement.selection = columns.map { column in
            SQLNode(.column(rows, column.name)).elementCast(to: column.type)
        }
        statement.orderBy = [Ordering(SQLNode(.column(rows, ordinalityName(columns))))]
        return statement
    }

    /// The item of a FROM clause that has the columns' arrays side by side.
    static func unnested(_ columns: [UnnestedColumn], numbered: Bool) -> SourceItem {
        let arrays = columns.map { column in
            SQLNode(
                .cast(
                    SQLNode(.parameter(ArrayParameter(values: column.values))),
                    SQLType(rawValue: column.type.arrayCast ?? "text[]")))
        }
        var calls = FunctionCalls(SQLNode(.function(FunctionCall("unnest", arrays))))
        calls.hasOrdinality = numbered
        var names = columns.map { $0.name }
        if numbered { names.append(ordinalityName(columns)) }
        return SourceItem(.functions(calls), name: "rows", columns: names)
    }

    /// A name for the rows' numbers that no column has.
    private static func ordinalityName(_ columns: [UnnestedColumn]) -> String {
        var name = "ordinality"
        while columns.contains(where: { $0.name == name }) { name += "_" }
        return name
    }
}

extension SQLNode {
    /// An element of a column's array as a value of the column: an array that was bound as text has
    /// to be read.
    func elementCast(to type: SQLType) -> SQLNode {
        type.arrayCast == nil ? SQLNode(.cast(self, type)) : self
    }
}

extension Table {
    /// Inserts any number of rows in one statement, each column of which is bound as one array.
    ///
    /// There is no limit to the rows, the statement's text is the same for any number of them, and
    /// they are inserted, and returned, in their order. A column that all rows leave to its default
    /// is left out; one that some of them do is possible where the definition knows the default.
    /// Where it does not, and where a value is an expression, the rows are sent as
    /// ``insert(_:)-([Values])`` sends them.
    public static func insert<Values: InsertValues>(unnesting rows: [Values]) -> Insert<Self>
    where Values.Target == Self {
        let cells = rows.map { $0.insertValues }
        var kept: [String] = []
        var columns: [UnnestedColumn] = []
        var nodes: [SQLNode] = []
        for (index, name) in Values.insertColumns.enumerated() {
            let column = cells.map { $0[index] }
            if !column.isEmpty, column.allSatisfy(\.isDefault) { continue }
            guard let unnested = UnnestedCells(name, column, definition) else {
                return Insert(rows)
            }
            kept.append(name)
            nodes.append(unnested.node)
            columns += unnested.columns
        }
        guard !kept.isEmpty else { return Insert(rows) }
        var query = SelectStatement.unnesting(columns)
        query.selection = nodes
        return Insert(kept, query: query)
    }
}

/// A column's cells as arrays, and the expression that makes a value of their elements.
private struct UnnestedCells {
    var columns: [UnnestedColumn]
    let node: SQLNode

    /// Makes the arrays, or `nil` where some cell is an expression or a default that is not known.
    init?(_ name: String, _ cells: [InsertValue], _ table: TableDefinition) {
        let rows = TableReference("rows")
        var values = UnnestedColumn(name: name, type: table.type(of: name))
        let element = SQLNode(.column(rows, name)).elementCast(to: values.type)
        for cell in cells {
            guard let value = cell.isDefault ? SQLNull() : cell.parameter else { return nil }
            values.values.append(value)
        }
        guard cells.contains(where: \.isDefault) else {
            columns = [values]
            node = element
            return
        }
        guard let definition = table.columns.first(where: { $0.name == name }),
            let expression = definition.defaultExpression
        else { return nil }
        var flags = UnnestedColumn(name: name + "_is_default", type: Bool.sqlType)
        flags.values = cells.map(\.isDefault)
        columns = [values, flags]
        node = SQLNode(
            .fragment([
                SQLNode(.text("CASE WHEN ")), SQLNode(.column(rows, flags.name)),
                SQLNode(.text(" THEN \(expression) ELSE ")), element, SQLNode(.text(" END")),
            ]))
    }
}
