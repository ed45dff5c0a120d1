public import PGCore

extension TableDefinition {
    /// Returns the statement that creates one of the table's indexes.
    ///
    /// A key that is the name of a column is quoted; any other key is SQL and rendered as it is.
    ///
    /// - Parameters:
    ///   - index: The index.
    ///   - ifNotExists: Whether an existing relation of that name is left as it is.
    public func createStatement(
        for index: IndexDefinition, ifNotExists: Bool = false
    ) -> SQLStatement {
        var text = index.isUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX "
        if ifNotExists { text += "IF NOT EXISTS " }
        text += "\(SQLIdentifier.quote(index.name)) ON \(qualifiedName.quoted)"
        if index.method != "btree" { text += " USING \(SQLIdentifier.quote(index.method))" }
        let keys = index.keys.map { IndexKey.render($0, in: self) }
        text += " (" + keys.joined(separator: ", ") + ")"
        if let predicate = index.predicate { text += " WHERE \(predicate)" }
        return DDL.statement(text)
    }
}
