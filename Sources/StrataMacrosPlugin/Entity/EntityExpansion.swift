/// What `@Entity` writes in an extension.
struct EntityExpansion {
    let model: TypeModel
    /// The class's name, qualified by the types it is nested in.
    let type: String
    let key: Property

    init?(model: TypeModel, type: String) {
        guard let key = model.primaryKey else { return nil }
        self.model = model
        self.type = type
        self.key = key
    }

    /// The columns with their positions.
    var positions: [(index: Int, column: Property)] {
        model.columns.enumerated().map { ($0.offset, $0.element) }
    }

    var prefix: String { model.access.prefix }

    /// Writes the members of the extension.
    func write(into code: inout Code) {
        code.line("\(prefix)typealias ID = \(key.type.text)")
        model.writeColumns(conformingTo: "ColumnSet", value: nil, into: &code)
        writeTable(into: &code)
        model.writeDefinition(into: &code)
        writeDescription(into: &code)
        writeValues(into: &code)
        writeSnapshot(into: &code)
        writeComparison(into: &code)
    }

    private func writeTable(into code: inout Code) {
        let schema = model.schemaLiteral.map { ", schema: \($0)" } ?? ""
        code.line(
            "\(prefix)static let columns: Columns = "
                + "Columns(QueryBuilder.TableReference(\(model.tableLiteral)\(schema)))")
        if let schema = model.schemaLiteral {
            code.line("\(prefix)static var tableSchema: String? { \(schema) }")
        }
        code.line("\(prefix)static var tableName: String { \(model.tableLiteral) }")
        code.line("\(prefix)static var primaryKeyName: String { \(key.columnLiteral) }")
    }

    private func writeDescription(into code: inout Code) {
        let names = model.columns.map { "\"\($0.plainName)\"" }.joined(separator: ", ")
        code.line("\(prefix)static let propertyNames: [String] = [\(names)]")
        let index = positions.first { $0.column.key != nil }?.index ?? 0
        code.line("\(prefix)static var primaryKeyIndex: Int { \(index) }")
        let relationships = model.properties.compactMap(relationship)
        if relationships.isEmpty {
            code.line("\(prefix)static var relationships: [ORM.Relationship] { [] }")
        } else {
            code.nested("\(prefix)static let relationships: [ORM.Relationship] = [", "]") { code in
                code.add(relationships.map { $0 + "," })
            }
        }
    }

    private func relationship(_ property: Property) -> String? {
        let path = "\"\(property.plainName)\", \\\(type).\(property.name)"
        switch property.role {
        case .column: return nil
        case .toOne:
            let index = positions.first { $0.column.name == property.name }?.index ?? 0
            return ".toOne(\(path), column: \(index))"
        case .toMany:
            let inverse = property.attribute(.hasMany)?.text(nil) ?? ""
            return ".toMany(\(path), inverse: \(inverse))"
        }
    }
}
