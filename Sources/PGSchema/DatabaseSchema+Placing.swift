import PGCore

extension DatabaseSchema {
    /// Returns the same with everything that names no schema (namespace) in the given one.
    ///
    /// So that a tenant's tables can be compared with what is read from the tenant's schema.
    public func placed(in schema: String) -> DatabaseSchema {
        let types = Set(enums.filter { $0.schema == nil }.map(\.name))
        var placed = self
        for index in placed.enums.indices where placed.enums[index].schema == nil {
            placed.enums[index].schema = schema
        }
        placed.tables = tables.map { $0.placed(in: schema, types) }
        return placed
    }
}

extension TableDefinition {
    fileprivate func placed(in schema: String, _ types: Set<String>) -> TableDefinition {
        var table = self
        table.schema = self.schema ?? schema
        for index in table.columns.indices {
            let (name, dimensions) = table.columns[index].type.elementName
            guard types.contains(name) else { continue }
            let type = [schema, name].map(SQLIdentifier.quoteIfNeeded).joined(separator: ".")
            table.columns[index].type = SQLType(rawValue: type + dimensions)
        }
        for index in table.foreignKeys.indices
        where table.foreignKeys[index].referencedSchema == nil {
            table.foreignKeys[index].referencedSchema = schema
        }
        return table
    }
}

extension SQLType {
    /// The name without quotes and array brackets, and the brackets.
    fileprivate var elementName: (name: String, dimensions: String) {
        var name = rawValue
        var dimensions = ""
        while name.hasSuffix("[]") {
            name.removeLast(2)
            dimensions += "[]"
        }
        guard name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") else {
            return (name, dimensions)
        }
        let inner = name.dropFirst().dropLast()
        return (
            inner.split(separator: "\"\"", omittingEmptySubsequences: false)
                .joined(separator: "\""), dimensions
        )
    }
}
