import PGCore

/// What keeps one schema from being another: what a migration would have to do.
///
/// ```swift
/// let live = try await Introspector.readSchema(on: pool)
/// let difference = schema.difference(from: live)
/// #expect(difference.isEmpty, "\(difference)")
/// ```
///
/// Things are the same when their names are; a column or table under another name is one gone and
/// one new. SQL expressions are not compared, because the server keeps them in a spelling of its own:
/// only whether there is one. The order of columns does not count either.
public struct SchemaDifference: Sendable, Hashable {
    /// One thing to do.
    public enum Change: Sendable, Hashable {
        /// An enum type is missing.
        case createEnum(EnumDefinition)
        /// An enum type has other labels.
        case changeEnum(QualifiedName, from: [String], to: [String])
        /// An enum type is not wanted.
        case dropEnum(QualifiedName)
        /// A table is missing.
        case createTable(TableDefinition)
        /// A table is not wanted.
        case dropTable(QualifiedName)
        /// A column is missing.
        case addColumn(ColumnDefinition, table: QualifiedName)
        /// A column has another type, default or nullability.
        case changeColumn(from: ColumnDefinition, to: ColumnDefinition, table: QualifiedName)
        /// A column is not wanted.
        case dropColumn(String, table: QualifiedName)
        /// A primary key, constraint or index is missing; if there is one of that name, it is another.
        case add(kind: Kind, String, table: QualifiedName)
        /// A foreign key is checked at another time: see ``TableDefinition/alterStatement(for:)``.
        case alterForeignKey(ForeignKeyDefinition, table: QualifiedName)
        /// A primary key, constraint or index is not wanted.
        case drop(kind: Kind, String, table: QualifiedName)
    }

    /// What belongs to a table besides its columns.
    public enum Kind: String, Sendable, Hashable {
        /// The primary key.
        case primaryKey = "primary key"
        /// A unique constraint.
        case unique = "unique constraint"
        /// A check constraint.
        case check = "check"
        /// A foreign key.
        case foreignKey = "foreign key"
        /// An index.
        case index = "index"
    }

    /// What to do: types, then tables in the order of the wanted schema, then what is not wanted.
    public var changes: [Change]

    /// Whether the schemas are the same.
    public var isEmpty: Bool { changes.isEmpty }

    /// Makes a difference.
    public init(changes: [Change] = []) {
        self.changes = changes
    }
}

extension SchemaDifference: CustomStringConvertible {
    /// The changes, a line each.
    public var description: String {
        isEmpty ? "no difference" : changes.map(\.description).joined(separator: "\n")
    }
}

extension SchemaDifference.Change: CustomStringConvertible {
    /// The change on one line.
    public var description: String {
        switch self {
        case .createEnum(let type): "create the enum \(type.qualifiedName)"
        case .changeEnum(let name, let from, let to):
            "change the labels of the enum \(name) from \(from.joined(separator: ", ")) to "
                + to.joined(separator: ", ")
        case .dropEnum(let name): "drop the enum \(name)"
        case .createTable(let table): "create the table \(table.qualifiedName)"
        case .dropTable(let name): "drop the table \(name)"
        case .addColumn(let column, let table): "add \(table).\(column.name) \(column.summary)"
        case .changeColumn(let from, let to, let table):
            "change \(table).\(to.name) from \(from.summary) to \(to.summary)"
        case .dropColumn(let name, let table): "drop \(table).\(name)"
        case .add(let kind, let name, let table): "add the \(kind.rawValue) \(name) to \(table)"
        case .alterForeignKey(let key, let table):
            "make the foreign key \(key.name) of \(table) \(key.deferrability.rawValue)"
        case .drop(let kind, let name, let table):
            "drop the \(kind.rawValue) \(name) of \(table)"
        }
    }
}

extension ColumnDefinition {
    /// What is compared of a column.
    fileprivate var summary: String {
        var text = type.rawValue
        if !isNullable { text += " not null" }
        if let identity { text += identity == .always ? " identity always" : " identity" }
        if defaultExpression != nil { text += " with a default" }
        if generatedExpression != nil { text += " generated" }
        return text
    }
}
