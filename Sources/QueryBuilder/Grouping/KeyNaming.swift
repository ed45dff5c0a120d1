/// Gives names to keys that the server would not find again.
///
/// It compares the expressions of GROUP BY with those of the select list, and takes two placeholders
/// for different values. A key with a bound value is therefore computed in a lateral subquery, which
/// the server merges into the query, and is a column everywhere else.
struct KeyNaming {
    private var statement: SelectStatement
    private var place: Int?
    private var computed: [SQLNode] = []

    init(_ statement: SelectStatement) {
        self.statement = statement
    }

    mutating func named<Key: GroupKey>(_ key: Key) -> Key {
        let nodes = key.selectedExpressions
        guard nodes.count == 1, let node = nodes.first, Renderer.binds(node) else { return key }
        computed.append(node)
        let reference = join()
        let name = TupleColumnNames.name(computed.count - 1)
        return key.groupKey(replacedBy: SQLNode(.column(reference, name)))
    }

    /// The statement, grouped by keys that have names.
    func grouped(by keys: [any GroupKey]) -> SelectStatement {
        var grouped = statement
        grouped.group(by: keys)
        return grouped
    }

    /// The name of the subquery, which is joined when the first key needs it.
    private mutating func join() -> TableReference {
        var subquery = SelectStatement()
        subquery.selection = computed
        let item = SourceItem(
            .subquery(subquery), name: "keys",
            columns: computed.indices.map(TupleColumnNames.name))
        if let place {
            statement.sources[place].item = item
            return statement.sources[place].table
        }
        let reference = statement.reference(to: item, as: nil)
        place = statement.sources.count
        statement = statement.joining(item, reference, .cross, .none, isLateral: true)
        return reference
    }
}
