extension UniqueDefinition {
    /// Makes a constraint with the name PostgreSQL would choose, such as `users_email_key`.
    public init(
        table: String, columns: [String], deferrable deferrability: Deferrability = .notDeferrable
    ) {
        self.init(
            name: DefaultName.unique(table: table, columns: columns), columns: columns,
            deferrable: deferrability)
    }
}

extension CheckDefinition {
    /// Makes a constraint with the name PostgreSQL would choose, such as `users_age_check`.
    ///
    /// - Parameters:
    ///   - table: The table's name.
    ///   - column: The column, when the expression is about a single one.
    ///   - expression: The condition as SQL.
    public init(table: String, column: String? = nil, expression: String) {
        self.init(
            name: DefaultName.check(table: table, column: column), expression: expression)
    }
}

extension ForeignKeyDefinition {
    /// Makes a foreign key, with the name PostgreSQL would choose unless one is given, such as
    /// `posts_author_id_fkey`.
    public init(
        table: String, columns: [String], referencedSchema: String? = nil, referencedTable: String,
        referencedColumns: [String], name: String? = nil, onDelete: Action = .noAction,
        onUpdate: Action = .noAction,
        deferrable deferrability: Deferrability = .notDeferrable
    ) {
        self.init(
            name: name ?? DefaultName.foreignKey(table: table, columns: columns),
            columns: columns, referencedSchema: referencedSchema, referencedTable: referencedTable,
            referencedColumns: referencedColumns, onDelete: onDelete, onUpdate: onUpdate,
            deferrable: deferrability)
    }
}

extension IndexDefinition {
    /// Makes an index with the name PostgreSQL would choose, such as `posts_author_id_idx`.
    public init(
        table: String, keys: [String], isUnique: Bool = false, method: String = "btree",
        predicate: String? = nil
    ) {
        self.init(
            name: DefaultName.index(table: table, keys: keys), keys: keys, isUnique: isUnique,
            method: method, predicate: predicate)
    }
}

extension TableDefinition {
    /// The primary key's name: the one given, or the one PostgreSQL would choose.
    public var effectivePrimaryKeyName: String {
        primaryKeyName ?? DefaultName.primaryKey(table: name)
    }
}
