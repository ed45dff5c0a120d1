import PGCore

extension DatabaseSchema {
    /// Returns what would have to be done to make another schema this one.
    ///
    /// - Parameter other: The schema to be changed, such as what the catalogs report.
    public func difference(from other: DatabaseSchema) -> SchemaDifference {
        var changes: [SchemaDifference.Change] = []
        compareEnums(with: other, into: &changes)
        for table in tables {
            let name = table.qualifiedName
            if let earlier = other.tables.first(where: { $0.qualifiedName == name }) {
                TableComparison(from: earlier, to: table).add(to: &changes)
            } else {
                changes.append(.createTable(table))
            }
        }
        for table in other.tables
        where !tables.contains(where: { $0.qualifiedName == table.qualifiedName }) {
            changes.append(.dropTable(table.qualifiedName))
        }
        for type in other.enums
        where !enums.contains(where: { $0.qualifiedName == type.qualifiedName }) {
            changes.append(.dropEnum(type.qualifiedName))
        }
        return SchemaDifference(changes: changes)
    }

    private func compareEnums(
        with other: DatabaseSchema, into changes: inout [SchemaDifference.Change]
    ) {
        for type in enums {
            let name = type.qualifiedName
            guard let earlier = other.enums.first(where: { $0.qualifiedName == name }) else {
                changes.append(.createEnum(type))
                continue
            }
            guard earlier.labels != type.labels else { continue }
            changes.append(.changeEnum(name, from: earlier.labels, to: type.labels))
        }
    }
}

/// Two tables of one name.
private struct TableComparison {
    let from: TableDefinition
    let to: TableDefinition

    private var name: QualifiedName { to.qualifiedName }

    func add(to changes: inout [SchemaDifference.Change]) {
        for column in to.columns {
            guard let earlier = from.columns.first(where: { $0.name == column.name }) else {
                changes.append(.addColumn(column, table: name))
                continue
            }
            let isSame = earlier.looksLike(column, schemas: (from.schema, to.schema))
            guard !isSame else { continue }
            changes.append(.changeColumn(from: earlier, to: column, table: name))
        }
        for column in from.columns where !to.columns.contains(where: { $0.name == column.name }) {
            changes.append(.dropColumn(column.name, table: name))
        }
        comparePrimaryKeys(into: &changes)
        compare(.unique, from.uniques, to.uniques, \.name, { $0 == $1 }, into: &changes)
        compare(.check, from.checks, to.checks, \.name, { _, _ in true }, into: &changes)
        compare(
            .foreignKey, from.foreignKeys, to.foreignKeys, \.name,
            { $0.differsOnlyInDeferrability(from: $1) }, into: &changes)
        compareDeferrability(into: &changes)
        compare(.index, from.indexes, to.indexes, \.name, { $0.looksLike($1) }, into: &changes)
    }

    /// What is otherwise the same key can be changed in place.
    private func compareDeferrability(into changes: inout [SchemaDifference.Change]) {
        for key in to.foreignKeys {
            guard let earlier = from.foreignKeys.first(where: { $0.name == key.name }),
                earlier != key, earlier.differsOnlyInDeferrability(from: key)
            else { continue }
            changes.append(.alterForeignKey(key, table: name))
        }
    }

    private func comparePrimaryKeys(into changes: inout [SchemaDifference.Change]) {
        guard from.primaryKey != to.primaryKey else { return }
        if !from.primaryKey.isEmpty {
            changes.append(.drop(kind: .primaryKey, from.effectivePrimaryKeyName, table: name))
        }
        if !to.primaryKey.isEmpty {
            changes.append(.add(kind: .primaryKey, to.effectivePrimaryKeyName, table: name))
        }
    }

    private func compare<Item>(
        _ kind: SchemaDifference.Kind, _ from: [Item], _ to: [Item], _ title: (Item) -> String,
        _ isSame: (Item, Item) -> Bool, into changes: inout [SchemaDifference.Change]
    ) {
        for item in from {
            let wanted = to.first { title($0) == title(item) }
            if wanted.map({ isSame(item, $0) }) != true {
                changes.append(.drop(kind: kind, title(item), table: name))
            }
        }
        for item in to {
            let earlier = from.first { title($0) == title(item) }
            if earlier.map({ isSame($0, item) }) != true {
                changes.append(.add(kind: kind, title(item), table: name))
            }
        }
    }
}

extension ForeignKeyDefinition {
    /// Whether nothing else differs, if anything does.
    fileprivate func differsOnlyInDeferrability(from other: ForeignKeyDefinition) -> Bool {
        var same = self
        same.deferrability = other.deferrability
        return same == other
    }
}

extension ColumnDefinition {
    /// - Parameter schemas: The schemas of the two tables, which types of theirs need not name.
    fileprivate func looksLike(
        _ other: ColumnDefinition, schemas: (String?, String?)
    ) -> Bool {
        TypeSpelling.normal(type.rawValue, in: schemas.0)
            == TypeSpelling.normal(other.type.rawValue, in: schemas.1)
            && isNullable == other.isNullable && identity == other.identity
            && (defaultExpression == nil) == (other.defaultExpression == nil)
            && (generatedExpression == nil) == (other.generatedExpression == nil)
    }
}

extension IndexDefinition {
    fileprivate func looksLike(_ other: IndexDefinition) -> Bool {
        keys.count == other.keys.count && isUnique == other.isUnique && method == other.method
            && (predicate == nil) == (other.predicate == nil)
    }
}

/// One spelling of a type's name for all that the server takes.
enum TypeSpelling {
    private static let names: [String: String] = [
        "int": "integer", "int4": "integer", "int2": "smallint", "int8": "bigint",
        "float4": "real", "float8": "double precision", "float": "double precision",
        "bool": "boolean", "varchar": "character varying", "char": "character",
        "bpchar": "character", "decimal": "numeric", "varbit": "bit varying",
        "timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone",
        "timetz": "time with time zone", "time": "time without time zone",
    ]

    static func normal(_ spelling: String, in schema: String? = nil) -> String {
        var text = spelling.lowercased()
        if let schema {
            // The server quotes a name only where it has to.
            for name in [schema, SQLIdentifier.quote(schema)].map({ $0.lowercased() + "." })
            where text.hasPrefix(name) { text.removeFirst(name.count) }
        }
        var dimensions = ""
        while text.hasSuffix("[]") {
            text.removeLast(2)
            dimensions += "[]"
        }
        if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") {
            return text.dropFirst().dropLast() + dimensions
        }
        guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ")"),
            open < close
        else { return (names[text] ?? text) + dimensions }
        let base = text[..<open].trimmed + text[text.index(after: close)...]
        let arguments = text[open...close].filter { $0 != " " }
        return (names[base] ?? base) + arguments + dimensions
    }
}

extension Substring {
    /// The text without spaces at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
