/// Collects what is wrong with a schema.
struct SchemaValidator {
    let schema: DatabaseSchema
    let tables: [QualifiedName: TableDefinition]
    var found: [SchemaError] = []

    init(_ schema: DatabaseSchema) {
        self.schema = schema
        tables = Dictionary(
            schema.tables.map { ($0.qualifiedName, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func run() -> [SchemaError] {
        schema.enums.forEach { check($0) }
        checkTypeNames()
        checkRelationNames()
        schema.tables.forEach { check($0) }
        return found
    }

    mutating func report(_ error: SchemaError) {
        found.append(error)
    }

    mutating func checkName(
        _ name: String, _ what: String, of owner: QualifiedName, column: String? = nil,
        constraint: String? = nil
    ) {
        if name.isEmpty {
            report(
                SchemaError(
                    .emptyName, "the \(what) of \(owner) is empty", table: owner, column: column,
                    constraint: constraint))
        } else if name.utf8.count > DefaultName.maximumLength {
            report(
                SchemaError(
                    .nameTooLong,
                    "the \(what) of \(owner), \(name), has \(name.utf8.count) bytes",
                    table: owner, column: column, constraint: constraint,
                    hint: "PostgreSQL keeps \(DefaultName.maximumLength) bytes of a name and cuts "
                        + "off the rest without an error"))
        }
    }

    private mutating func check(_ type: EnumDefinition) {
        let owner = type.qualifiedName
        checkObjectName(owner, "an enum type's name")
        for label in type.labels { checkName(label, "label", of: owner) }
        for label in repeated(type.labels) {
            report(
                SchemaError(
                    .duplicateName, "the enum type \(owner) has the label \(label) twice",
                    table: owner))
        }
    }

    mutating func checkObjectName(_ name: QualifiedName, _ what: String) {
        if name.name.isEmpty {
            report(SchemaError(.emptyName, "\(what) is empty", table: name))
        } else {
            checkName(name.name, "name", of: name)
        }
        if let schema = name.schema { checkName(schema, "schema", of: name) }
    }

    /// A table is a type as well, so that enums and tables share names.
    private mutating func checkTypeNames() {
        let names = schema.enums.map(\.qualifiedName) + schema.tables.map(\.qualifiedName)
        for name in repeated(names) {
            report(
                SchemaError(
                    .duplicateName, "the name \(name) is used by two tables or types", table: name))
        }
    }

    /// Indexes share names with tables: `IF NOT EXISTS` would silently skip the second.
    private mutating func checkRelationNames() {
        var owners = Dictionary(
            schema.tables.map { ($0.qualifiedName, $0.qualifiedName) },
            uniquingKeysWith: { first, _ in first })
        for table in schema.tables {
            for name in table.indexNames {
                let relation = QualifiedName(schema: table.schema, name: name)
                guard let other = owners.updateValue(table.qualifiedName, forKey: relation)
                else { continue }
                report(
                    SchemaError(
                        .duplicateName,
                        "\(table.qualifiedName) and \(other) both need the name \(relation)",
                        table: table.qualifiedName, constraint: name,
                        hint: "Tables, indexes, primary keys and unique constraints share one set "
                            + "of names in a schema"))
            }
        }
    }
}

/// Returns the elements that occur more than once, each of them once.
func repeated<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen: Set<Element> = []
    var reported: Set<Element> = []
    return elements.filter { !seen.insert($0).inserted && reported.insert($0).inserted }
}

extension TableDefinition {
    /// The names of the indexes the table brings, those of constraints included.
    var indexNames: [String] {
        (primaryKey.isEmpty ? [] : [effectivePrimaryKeyName]) + uniques.map(\.name)
            + indexes.map(\.name)
    }
}
