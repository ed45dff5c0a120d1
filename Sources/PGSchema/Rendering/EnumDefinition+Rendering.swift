public import PGCore

extension EnumDefinition {
    /// Returns the statement that creates the type.
    ///
    /// - Parameter ifNotExists: Whether an existing type of that name is left as it is, whatever
    ///   its labels.
    public func createStatement(ifNotExists: Bool = false) -> SQLStatement {
        let list = labels.map(SQLIdentifier.quoteLiteral).joined(separator: ", ")
        let command = "CREATE TYPE \(qualifiedName.quoted) AS ENUM (\(list))"
        return DDL.statement(ifNotExists ? DDL.ignoringDuplicates(command) : command)
    }

    /// Returns the statement that drops the type.
    public func dropStatement(ifExists: Bool = true) -> SQLStatement {
        DDL.statement("DROP TYPE \(ifExists ? "IF EXISTS " : "")\(qualifiedName.quoted)")
    }
}
