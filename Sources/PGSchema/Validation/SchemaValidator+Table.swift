extension SchemaValidator {
    mutating func check(_ table: TableDefinition) {
        let owner = table.qualifiedName
        checkObjectName(owner, "a table's name")
        checkColumns(table)
        checkConstraintNames(table)
        if !table.primaryKey.isEmpty {
            checkKey(table.primaryKey, "primary key", table.effectivePrimaryKeyName, in: table)
        }
        for unique in table.uniques {
            checkKey(unique.columns, "unique constraint", unique.name, in: table)
        }
        for index in table.indexes where index.keys.isEmpty {
            report(emptyKey("index", index.name, in: owner))
        }
        for key in table.foreignKeys { check(key, in: table) }
    }

    private mutating func checkColumns(_ table: TableDefinition) {
        let owner = table.qualifiedName
        for column in table.columns {
            checkName(column.name, "column name", of: owner, column: column.name)
            if column.identity != nil, column.defaultExpression != nil {
                report(
                    SchemaError(
                        .conflictingDefault,
                        "the column \(column.name) of \(owner) has both a default and an identity",
                        table: owner, column: column.name, hint: "Keep one of them"))
            }
        }
        for name in repeated(table.columns.map(\.name)) {
            report(
                SchemaError(
                    .duplicateColumn, "\(owner) has the column \(name) twice", table: owner,
                    column: name))
        }
    }

    private mutating func checkConstraintNames(_ table: TableDefinition) {
        let owner = table.qualifiedName
        var names = table.uniques.map(\.name) + table.checks.map(\.name)
        names += table.foreignKeys.map(\.name)
        if !table.primaryKey.isEmpty { names.append(table.effectivePrimaryKeyName) }
        for name in names { checkName(name, "constraint name", of: owner, constraint: name) }
        for index in table.indexes {
            checkName(index.name, "index name", of: owner, constraint: index.name)
        }
        for name in repeated(names) {
            report(
                SchemaError(
                    .duplicateConstraint, "\(owner) has two constraints named \(name)",
                    table: owner, constraint: name))
        }
    }

    private mutating func checkKey(
        _ columns: [String], _ what: String, _ name: String, in table: TableDefinition
    ) {
        let owner = table.qualifiedName
        if columns.isEmpty { report(emptyKey(what, name, in: owner)) }
        for column in columns where !table.hasColumn(column) {
            report(unknownColumn(column, "the \(what) \(name)", of: owner, constraint: name))
        }
        for column in repeated(columns) {
            report(
                SchemaError(
                    .duplicateColumn, "the \(what) \(name) of \(owner) has \(column) twice",
                    table: owner, column: column, constraint: name))
        }
    }

    private mutating func check(_ key: ForeignKeyDefinition, in table: TableDefinition) {
        let owner = table.qualifiedName
        checkKey(key.columns, "foreign key", key.name, in: table)
        if key.columns.count != key.referencedColumns.count {
            report(
                SchemaError(
                    .keyMismatch,
                    "the foreign key \(key.name) of \(owner) has \(key.columns.count) columns and "
                        + "references \(key.referencedColumns.count)",
                    table: owner, constraint: key.name))
        }
        guard let target = tables[key.referencedName] else {
            report(
                SchemaError(
                    .unknownTable,
                    "the foreign key \(key.name) of \(owner) references \(key.referencedName), "
                        + "which is not a table of this schema",
                    table: owner, constraint: key.name, hint: "Add the table to the schema"))
            return
        }
        checkTarget(of: key, from: owner, target)
    }

    private mutating func checkTarget(
        of key: ForeignKeyDefinition, from owner: QualifiedName, _ target: TableDefinition
    ) {
        let missing = key.referencedColumns.filter { !target.hasColumn($0) }
        for column in missing {
            let what = "the foreign key \(key.name) of \(owner)"
            report(
                unknownColumn(column, what, of: target.qualifiedName, constraint: key.name))
        }
        guard missing.isEmpty, !target.isUnique(key.referencedColumns) else { return }
        report(
            SchemaError(
                .referenceNotUnique,
                "the foreign key \(key.name) of \(owner) references columns of "
                    + "\(target.qualifiedName) that are not unique",
                table: owner, constraint: key.name,
                hint: "Reference the primary key or the columns of a unique constraint"))
    }

    private func emptyKey(_ what: String, _ name: String, in owner: QualifiedName) -> SchemaError {
        SchemaError(
            .emptyKey, "the \(what) \(name) of \(owner) has no columns", table: owner,
            constraint: name)
    }

    private func unknownColumn(
        _ column: String, _ what: String, of owner: QualifiedName, constraint: String
    ) -> SchemaError {
        SchemaError(
            .unknownColumn, "\(what) names \(column), which is not a column of \(owner)",
            table: owner, column: column, constraint: constraint)
    }
}

extension TableDefinition {
    fileprivate func hasColumn(_ name: String) -> Bool {
        columns.contains { $0.name == name }
    }

    /// Whether PostgreSQL accepts the columns as the target of a foreign key.
    fileprivate func isUnique(_ columns: [String]) -> Bool {
        let wanted = Set(columns)
        if Set(primaryKey) == wanted { return true }
        let isKey = uniques.contains {
            Set($0.columns) == wanted && !$0.deferrability.isDeferrable
        }
        if isKey { return true }
        return indexes.contains {
            $0.isUnique && $0.predicate == nil && Set($0.keys) == wanted
        }
    }
}
