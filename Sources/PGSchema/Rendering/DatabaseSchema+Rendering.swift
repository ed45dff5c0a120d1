public import PGCore

extension DatabaseSchema {
    /// Returns the statements that create everything: enum types, then each table after those it
    /// references with its indexes, then the foreign keys that close a cycle.
    ///
    /// The order is deterministic: what nothing constrains stays in the order it is declared in.
    ///
    /// - Parameter ifNotExists: Whether what exists is left as it is, so that the statements can be
    ///   run again. Existing objects are recognised by name; their shape is not compared.
    /// - Throws: ``SchemaError`` for the first problem ``problems()`` finds.
    public func createStatements(
        ifNotExists: Bool = false
    ) throws(SchemaError) -> [SQLStatement] {
        try validate()
        let plan = CreationPlan(tables)
        var statements = enums.map { $0.createStatement(ifNotExists: ifNotExists) }
        for table in plan.tables {
            let deferred = plan.deferredNames(in: table)
            statements.append(
                table.createStatement(ifNotExists: ifNotExists, deferring: deferred))
            statements += table.indexes.map {
                table.createStatement(for: $0, ifNotExists: ifNotExists)
            }
        }
        statements += plan.deferred.map {
            $0.table.addStatement(for: $0.foreignKey, ifNotExists: ifNotExists)
        }
        return statements
    }

    /// Returns the statements that drop everything, in the reverse order of creation.
    ///
    /// Nothing else is dropped: an object outside this schema that depends on one of these makes
    /// the server refuse.
    ///
    /// - Parameter ifExists: Whether what is missing is passed over.
    public func dropStatements(ifExists: Bool = true) -> [SQLStatement] {
        let plan = CreationPlan(tables)
        var statements = plan.deferred.reversed().map {
            $0.table.dropStatement(constraint: $0.foreignKey.name, ifExists: ifExists)
        }
        statements += plan.tables.reversed().map { $0.dropStatement(ifExists: ifExists) }
        statements += enums.reversed().map { $0.dropStatement(ifExists: ifExists) }
        return statements
    }
}
