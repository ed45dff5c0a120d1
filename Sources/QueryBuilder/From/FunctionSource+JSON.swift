public import PGCore

/// The members of a JSON object: `json_each` and its relatives.
public struct JSONMembers<Element: SQLValue>: SourceColumns {
    /// A member's name and value.
    public typealias Value = RowTuple<String, Element>

    /// The columns, optional on the outer side of a join.
    public typealias NullableColumns = Nullable<JSONMembers<Element>>

    /// The member's name.
    public let key: Column<String>

    /// The member's value.
    public let value: Column<Element>

    /// Makes the columns of what is named so in one query.
    public init(_ table: TableReference) {
        key = Column(table, "key")
        value = Column(table, "value")
    }

    /// Both columns.
    public var selectedExpressions: [SQLNode] { [key.node, value.node] }
}

extension SQLExpression {
    /// The members of the JSON object: `json_each`.
    public func jsonEach() -> FunctionSource<JSONMembers<JSONText>> {
        members("json_each")
    }

    /// The members of the JSON object, their values as text, JSON's null being NULL.
    public func jsonEachText() -> FunctionSource<JSONMembers<String?>> {
        members("json_each_text")
    }

    /// The members of the JSONB object: `jsonb_each`.
    public func jsonbEach() -> FunctionSource<JSONMembers<JSONText>> {
        members("jsonb_each")
    }

    /// The members of the JSONB object, their values as text, JSON's null being NULL.
    public func jsonbEachText() -> FunctionSource<JSONMembers<String?>> {
        members("jsonb_each_text")
    }

    /// The elements of the JSON array: `json_array_elements`.
    public func jsonArrayElements() -> FunctionSource<SingleColumn<JSONText>> {
        elements("json_array_elements")
    }

    /// The elements of the JSONB array: `jsonb_array_elements`.
    public func jsonbArrayElements() -> FunctionSource<SingleColumn<JSONText>> {
        elements("jsonb_array_elements")
    }

    /// The elements of the JSONB array as text, JSON's null being NULL.
    public func jsonbArrayElementsText() -> FunctionSource<SingleColumn<String?>> {
        elements("jsonb_array_elements_text")
    }

    /// The objects of the JSONB array as rows, by the names of the row type's columns.
    public func jsonbToRecordset<Row: Table>(
        as row: Row.Type
    ) -> FunctionSource<Row.Columns> {
        let definition = Row.definition
        var calls = FunctionCalls(SQLNode(.function(FunctionCall("jsonb_to_recordset", [node]))))
        calls.columnTypes = definition.columns.map(\.type)
        return FunctionSource(
            calls, name: definition.name, columns: definition.columns.map(\.name))
    }

    private func members<Element>(_ name: String) -> FunctionSource<JSONMembers<Element>> {
        FunctionSource(
            FunctionCalls(SQLNode(.function(FunctionCall(name, [node])))), name: "members",
            columns: ["key", "value"])
    }

    private func elements<Element>(_ name: String) -> FunctionSource<SingleColumn<Element>> {
        FunctionSource(
            FunctionCalls(SQLNode(.function(FunctionCall(name, [node])))), name: "elements",
            columns: ["value"])
    }
}
