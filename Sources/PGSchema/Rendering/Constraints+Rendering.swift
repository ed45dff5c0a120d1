import PGCore

extension UniqueDefinition {
    /// The constraint as it stands in CREATE TABLE.
    var rendered: String {
        "CONSTRAINT \(SQLIdentifier.quote(name)) UNIQUE \(DDL.columnList(columns))"
            + deferrability.suffix
    }
}

extension CheckDefinition {
    /// The constraint as it stands in CREATE TABLE.
    var rendered: String {
        "CONSTRAINT \(SQLIdentifier.quote(name)) CHECK (\(expression))"
    }
}

extension ForeignKeyDefinition {
    /// The constraint as it stands in CREATE TABLE.
    var rendered: String {
        var text = "CONSTRAINT \(SQLIdentifier.quote(name)) FOREIGN KEY \(DDL.columnList(columns))"
        text += " REFERENCES \(referencedName.quoted) \(DDL.columnList(referencedColumns))"
        if onDelete != .noAction { text += " ON DELETE \(onDelete.rawValue)" }
        if onUpdate != .noAction { text += " ON UPDATE \(onUpdate.rawValue)" }
        return text + deferrability.suffix
    }
}

extension TableDefinition {
    /// The primary key as it stands in CREATE TABLE, or `nil` for a table without one.
    var renderedPrimaryKey: String? {
        guard !primaryKey.isEmpty else { return nil }
        let name = SQLIdentifier.quote(effectivePrimaryKeyName)
        return "CONSTRAINT \(name) PRIMARY KEY \(DDL.columnList(primaryKey))"
    }
}
