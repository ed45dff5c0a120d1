/// A unique constraint.
public struct UniqueDefinition: Sendable, Hashable {
    /// The constraint's name.
    public var name: String
    /// The columns in order.
    public var columns: [String]
    /// When it is checked.
    ///
    /// No foreign key may refer to a constraint that can be put off.
    public var deferrability: Deferrability

    /// Makes a constraint.
    public init(
        name: String, columns: [String], deferrable deferrability: Deferrability = .notDeferrable
    ) {
        self.name = name
        self.columns = columns
        self.deferrability = deferrability
    }
}

/// A check constraint.
public struct CheckDefinition: Sendable, Hashable {
    /// The constraint's name.
    public var name: String
    /// The condition, as an SQL expression.
    public var expression: String

    /// Makes a constraint.
    public init(name: String, expression: String) {
        self.name = name
        self.expression = expression
    }
}

/// A foreign key.
public struct ForeignKeyDefinition: Sendable, Hashable {
    /// What happens to referencing rows when the referenced row goes or its key changes.
    public enum Action: String, Sendable, Hashable {
        /// The change is refused at the end of the statement.
        case noAction = "NO ACTION"
        /// The change is refused at once.
        case restrict = "RESTRICT"
        /// Referencing rows follow.
        case cascade = "CASCADE"
        /// Referencing columns become NULL.
        case setNull = "SET NULL"
        /// Referencing columns get their default.
        case setDefault = "SET DEFAULT"
    }

    /// The constraint's name.
    public var name: String
    /// The referencing columns.
    public var columns: [String]
    /// The referenced table's schema, or `nil` for the search path's.
    public var referencedSchema: String?
    /// The referenced table.
    public var referencedTable: String
    /// The referenced columns.
    public var referencedColumns: [String]
    /// What a deletion does.
    public var onDelete: Action
    /// What a change of the key does.
    public var onUpdate: Action
    /// When it is checked.
    public var deferrability: Deferrability

    /// Makes a foreign key.
    public init(
        name: String, columns: [String], referencedSchema: String? = nil, referencedTable: String,
        referencedColumns: [String], onDelete: Action = .noAction, onUpdate: Action = .noAction,
        deferrable deferrability: Deferrability = .notDeferrable
    ) {
        self.name = name
        self.columns = columns
        self.referencedSchema = referencedSchema
        self.referencedTable = referencedTable
        self.referencedColumns = referencedColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.deferrability = deferrability
    }
}

/// An index that does not belong to a constraint.
public struct IndexDefinition: Sendable, Hashable {
    /// The index's name.
    public var name: String
    /// The indexed columns or expressions, in order, as SQL.
    public var keys: [String]
    /// Whether it forbids duplicates.
    public var isUnique: Bool
    /// The access method.
    public var method: String
    /// The condition of a partial index, as SQL.
    public var predicate: String?

    /// Makes an index.
    public init(
        name: String, keys: [String], isUnique: Bool = false, method: String = "btree",
        predicate: String? = nil
    ) {
        self.name = name
        self.keys = keys
        self.isUnique = isUnique
        self.method = method
        self.predicate = predicate
    }
}
