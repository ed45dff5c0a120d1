import SwiftSyntax

/// What is being mapped: a type with `@Table` or `@Entity`.
struct TypeModel {
    /// Which of the two.
    enum Kind: String { case table = "Table", entity = "Entity", group = "ColumnGroup" }

    let kind: Kind
    /// The type's name.
    let typeName: String
    let access: Access
    /// The table's name as an expression.
    let tableLiteral: String
    /// The schema as an expression, or `nil` for the search path's.
    let schemaLiteral: String?
    /// The system column that is the rows' version, as it is written.
    let versionSource: String?
    /// The constraints over several columns, as they are written.
    let constraintsSource: String?
    /// The stored properties in order.
    let properties: [Property]
    /// The names of nested types, and the parameter labels of initializers, that the user wrote.
    let nestedTypes: Set<String>
    let initializers: Set<[String]>
    /// Whether there are stored properties outside the mapping, such as lazy ones.
    let hasUnmappedStorage: Bool

    /// Whether it is a view, whose rows are only read.
    let isView: Bool

    /// The properties with columns, in the order of the columns.
    ///
    /// Groups come last, so that the positions of all others are known here. Before them come the
    /// deferred columns, so that a row without those has the others where the table has them.
    var columns: [Property] {
        let single = properties.filter { $0.isColumn && !$0.isEmbedded }
        return single.filter { $0.deferredType == nil } + single.filter { $0.deferredType != nil }
            + groups
    }

    /// The embedded groups.
    var groups: [Property] { properties.filter(\.isEmbedded) }

    /// The properties of the primary key, in the order of their declaration.
    var primaryKey: [Property] { columns.filter { $0.key != nil } }

    /// The columns of the primary key, each once.
    var keyParts: [ColumnPart] {
        var names: Set<String> = []
        return primaryKey.flatMap(\.parts).filter { names.insert($0.columnName).inserted }
    }

    /// Whether the primary key is a structure of several columns.
    var isKeyComposite: Bool { keyParts.count > 1 }

    /// The columns that the initializer of a new row takes: what the client may give.
    ///
    /// A column with less access than the type stays out if something stands in for its value, so
    /// that it does not lower the initializer's access.
    var parameters: [Property] {
        properties.filter { column in
            column.isColumn && !column.isIdentity && !column.isGenerated
                && (column.access >= access || column.parameter.defaultValue == nil)
        }
    }

    /// The access of that initializer: like Swift's memberwise one, that of its parameters at most.
    var initializerAccess: Access { parameters.map(\.access).reduce(access, min) }

    /// The access of what stands for one property.
    func access(of property: Property) -> Access { min(access, property.access) }
}
