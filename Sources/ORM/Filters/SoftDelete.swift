import PGCore
import QueryBuilder

/// How rows of an entity are marked as deleted.
struct SoftDelete {
    let column: Int
    let name: String
    /// Whether the mark is true, and not a time.
    let isFlag: Bool

    init?<E: Entity>(_ type: E.Type) {
        guard let column = E.softDeleteColumn else { return nil }
        self.column = column
        let definition = E.definition.columns[column]
        name = definition.name
        isFlag = definition.type == Bool.sqlType
    }

    /// What the column of a deleted row is set to.
    var mark: String { isFlag ? "true" : "now()" }

    /// Hides the rows that are marked.
    var filter: SessionFilters.Filter {
        SessionFilters.Filter(
            name: SessionFilters.softDelete,
            condition: { [name, isFlag] table in
                let node = SQLNode(.column(table, name))
                return isFlag
                    ? SQLNode(.prefix(.not, node)) : SQLNode(.postfix(node, .isNull))
            },
            matches: { [column, isFlag] instance in
                guard let entity = instance as? any Entity else { return true }
                let value = entity.parameter(forColumn: column)
                return isFlag ? (value as? Bool) != true : value.isNull
            })
    }
}
