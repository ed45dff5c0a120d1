public import PGCore

extension TableDefinition {
    /// Returns the statement that creates the table with its constraints, without its indexes.
    ///
    /// - Parameters:
    ///   - ifNotExists: Whether an existing table of that name is left as it is, whatever its shape.
    ///   - deferred: Names of foreign keys to leave out, because what they reference does not exist
    ///     yet; ``addStatement(for:ifNotExists:)`` adds them later.
    public func createStatement(
        ifNotExists: Bool = false, deferring deferred: Set<String> = []
    ) -> SQLStatement {
        var parts = columns.map(\.rendered)
        if let renderedPrimaryKey { parts.append(renderedPrimaryKey) }
        parts += uniques.map(\.rendered)
        parts += checks.map(\.rendered)
        parts += foreignKeys.filter { !deferred.contains($0.name) }.map(\.rendered)
        let condition = ifNotExists ? "IF NOT EXISTS " : ""
        let body = parts.map { "    " + $0 }.joined(separator: ",\n")
        return DDL.statement("CREATE TABLE \(condition)\(qualifiedName.quoted) (\n\(body)\n)")
    }

    /// Returns the statement that adds a foreign key to the existing table.
    public func addStatement(
        for foreignKey: ForeignKeyDefinition, ifNotExists: Bool = false
    ) -> SQLStatement {
        let command = "ALTER TABLE \(qualifiedName.quoted) ADD \(foreignKey.rendered)"
        return DDL.statement(ifNotExists ? DDL.ignoringDuplicates(command) : command)
    }

    /// Returns the statement that changes when an existing foreign key is checked.
    ///
    /// It takes no time: rows are not looked at. A unique constraint cannot be changed this way and
    /// has to be made again.
    public func alterStatement(for foreignKey: ForeignKeyDefinition) -> SQLStatement {
        DDL.statement(
            "ALTER TABLE \(qualifiedName.quoted) ALTER CONSTRAINT "
                + "\(SQLIdentifier.quote(foreignKey.name)) \(foreignKey.deferrability.rawValue)"
                + (foreignKey.deferrability == .initiallyImmediate ? " INITIALLY IMMEDIATE" : ""))
    }

    /// Returns the statement that removes a constraint from the table.
    public func dropStatement(constraint name: String, ifExists: Bool = true) -> SQLStatement {
        let condition = ifExists ? "IF EXISTS " : ""
        return DDL.statement(
            "ALTER TABLE \(condition)\(qualifiedName.quoted) "
                + "DROP CONSTRAINT \(condition)\(SQLIdentifier.quote(name))")
    }

    /// Returns the statement that drops the table.
    public func dropStatement(ifExists: Bool = true) -> SQLStatement {
        DDL.statement("DROP TABLE \(ifExists ? "IF EXISTS " : "")\(qualifiedName.quoted)")
    }
}
