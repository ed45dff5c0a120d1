public import PGCore
import PGSchema

extension Entity {
    /// Returns the Swift properties that a constraint of the table is about.
    ///
    /// They are the columns of a key or a unique constraint, the relationship of a foreign key, and
    /// the column in the name of a check such as `users_age_check`. Empty for other constraints.
    public static func properties(forConstraint name: String) -> [String] {
        var properties: [String] = []
        for property in columns(ofConstraint: name).compactMap(property(forColumn:))
        where !properties.contains(property) { properties.append(property) }
        return properties
    }

    /// Returns the first Swift property that a constraint of the table is about.
    public static func property(forConstraint name: String) -> String? {
        properties(forConstraint: name).first
    }

    /// Returns the Swift property that holds a column.
    public static func property(forColumn name: String) -> String? {
        definition.columns.firstIndex { $0.name == name }.map { propertyNames[$0] }
    }

    private static func columns(ofConstraint name: String) -> [String] {
        let table = definition
        if name == table.effectivePrimaryKeyName { return table.primaryKey }
        if let unique = table.uniques.first(where: { $0.name == name }) { return unique.columns }
        if let key = table.foreignKeys.first(where: { $0.name == name }) { return key.columns }
        if let index = table.indexes.first(where: { $0.name == name && $0.isUnique }) {
            return index.keys
        }
        return table.columns.map(\.name).filter {
            DefaultName.check(table: table.name, column: $0) == name
        }
    }
}

extension PGError {
    /// Returns the entity's properties that the server found fault with: those of the violated
    /// constraint, or the one that must not be NULL.
    ///
    /// ```swift
    /// } catch let error as PGError where error.sqlState == .uniqueViolation {
    ///     respond(.conflict, fields: error.properties(in: User.self))   // ["email"]
    /// }
    /// ```
    ///
    /// It is empty when the error is not about this entity's table.
    public func properties<E: Entity>(in type: E.Type) -> [String] {
        guard let server, server.table == nil || server.table == E.tableName else { return [] }
        if let constraint = server.constraint { return E.properties(forConstraint: constraint) }
        return server.column.flatMap(E.property(forColumn:)).map { [$0] } ?? []
    }

    /// Returns the entity's first property that the server found fault with.
    public func property<E: Entity>(in type: E.Type) -> String? {
        properties(in: type).first
    }

    /// Adds the column that a violated constraint is about.
    func namingColumn(of mapping: EntityMapping) -> PGError {
        guard let constraint = server?.constraint, column == nil,
            server?.table == mapping.definition.name
        else { return self }
        let properties = mapping.type.properties(forConstraint: constraint)
        guard let property = properties.first,
            let index = mapping.propertyNames.firstIndex(of: property)
        else { return self }
        return inColumn(index, named: mapping.definition.columns[index].name)
    }
}
