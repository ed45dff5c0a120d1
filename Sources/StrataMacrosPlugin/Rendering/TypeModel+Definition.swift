/// The table definition, which both macros write.
extension TypeModel {
    /// Writes `definition`.
    func writeDefinition(into code: inout Code) {
        let type = "PGSchema.TableDefinition"
        let end = constraintsSource.map { ").adding(\($0))" } ?? ")"
        code.nested("\(access.prefix)static let definition: \(type) = \(type)(", end) { code in
            if let schemaLiteral { code.line("schema: \(schemaLiteral),") }
            code.line("name: \(tableLiteral),")
            let lists = definitionLists.filter { !$0.items.isEmpty }
            for (index, list) in lists.enumerated() {
                let more = list.label == "columns" ? groups.map(definitions).joined() : ""
                let end = "]" + more + (index == lists.count - 1 ? "" : ",")
                if list.label == "primaryKey" {
                    code.line("primaryKey: [" + list.items.joined(separator: ", ") + end)
                    continue
                }
                code.nested("\(list.label): [", end) { code in
                    code.add(list.items.map { $0 + "," })
                }
            }
        }
    }

    private var definitionLists: [(label: String, items: [String])] {
        [
            ("columns", columns.flatMap(columnDefinitions)),
            ("primaryKey", keyParts.map(\.columnLiteral)),
            ("uniques", columns.flatMap(uniques)),
            ("checks", columns.flatMap(checks)),
            ("foreignKeys", columns.flatMap(foreignKeys)),
            ("indexes", columns.flatMap(indexes)),
        ]
    }

    func columnDefinitions(_ property: Property) -> [String] {
        property.parts.filter { isOwner(property, of: $0) }.map { part in
            var text = "PGSchema.ColumnDefinition(\(part.columnLiteral), \(part.sqlType)"
            if isNullable(part) { text += ", isNullable: true" }
            if let expression = property.sqlDefault { text += ", default: \(expression)" }
            if property.key == .identity { text += ", identity: .byDefault" }
            if property.key == .identityAlways { text += ", identity: .always" }
            if let expression = property.attribute(.generated)?.text(nil) {
                text += ", generated: \(expression)"
            }
            return text + ")"
        }
    }

    /// The columns of an embedded group, added to those before.
    private func definitions(_ group: Property) -> String {
        " + \(group.type.wrapped).columnDefinitions(prefix: \(group.prefixLiteral)"
            + (group.type.isOptional ? ", isNullable: true)" : ")")
    }

    /// The names of a property's columns as an array.
    private func names(_ property: Property) -> String {
        property.parts.map(\.columnLiteral).joined(separator: ", ")
    }

    private func uniques(_ property: Property) -> [String] {
        guard let attribute = property.attribute(.unique) else { return [] }
        let naming = attribute.text("name").map { "name: \($0)" } ?? "table: \(tableLiteral)"
        return [
            "PGSchema.UniqueDefinition(\(naming), columns: [\(names(property))]"
                + attribute.options(["deferrable"]) + ")"
        ]
    }

    private func checks(_ property: Property) -> [String] {
        property.attributes(.check).map { attribute in
            let naming =
                attribute.text("name").map { "name: \($0)" }
                ?? "table: \(tableLiteral), column: \(property.columnLiteral)"
            let expression = attribute.text(nil) ?? "\"\""
            return "PGSchema.CheckDefinition(\(naming), expression: \(expression))"
        }
    }

    private func foreignKeys(_ property: Property) -> [String] {
        var list: [String] = []
        if let target = property.target {
            let attribute = property.attribute(.belongsTo)
            list.append(
                "PGSchema.ForeignKeyDefinition(table: \(tableLiteral), "
                    + (property.isCompositeReference
                        ? "columns: [\(names(property))], " : "column: \(property.columnLiteral), ")
                    + "references: \(target).self"
                    + (attribute?.options(Self.keyOptions) ?? "") + ")")
        }
        for attribute in property.attributes(.references) {
            let schema = attribute.text("schema").map { "referencedSchema: \($0), " } ?? ""
            list.append(
                "PGSchema.ForeignKeyDefinition(table: \(tableLiteral), "
                    + "columns: [\(property.columnLiteral)], \(schema)"
                    + "referencedTable: \(attribute.text(nil) ?? "\"\""), "
                    + "referencedColumns: [\(attribute.text(nil, position: 1) ?? "\"id\"")]"
                    + attribute.options(Self.keyOptions) + ")")
        }
        return list
    }

    /// What a foreign key takes from its attribute as it is written.
    private static let keyOptions = ["name", "onDelete", "onUpdate", "deferrable"]

    /// A relationship's foreign key is indexed, unless a unique constraint does it already.
    private func indexes(_ property: Property) -> [String] {
        let attribute = property.attribute(.index)
        let isImplied =
            property.target != nil && property.attribute(.unique) == nil
            && property.attribute(.belongsTo)?.text("isIndexed") != "false"
        guard attribute != nil || isImplied else { return [] }
        let naming = attribute?.text("name").map { "name: \($0)" } ?? "table: \(tableLiteral)"
        return ["PGSchema.IndexDefinition(\(naming), keys: [\(names(property))])"]
    }
}
