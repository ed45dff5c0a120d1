/// What `@Entity` writes in an extension.
struct EntityExpansion {
    let model: TypeModel
    /// The class's name, qualified by the types it is nested in.
    let type: String

    /// The columns with their properties, and their positions.
    var positions: [(index: Int, column: Property, part: ColumnPart)] {
        model.ownedParts.enumerated().map { ($0.offset, $0.element.column, $0.element.part) }
    }

    /// The positions of a property's columns.
    func positions(of property: Property) -> [Int] {
        property.parts.compactMap { model.position(of: $0.columnName) }
    }

    var prefix: String { model.access.prefix }

    /// Writes the members of the extension.
    func write(into code: inout Code) {
        writeKey(into: &code)
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
        writeKeyNames(into: &code)
    }

    private func writeDescription(into code: inout Code) {
        let names = positions.map { "\"\($0.column.plainName)\"" }.joined(separator: ", ")
        let more = model.groups.map {
            " + \($0.type.wrapped).propertyNames(in: \"\($0.plainName)\")"
        }
        code.line("\(prefix)static let propertyNames: [String] = [\(names)]\(more.joined())")
        writeKeyIndexes(into: &code)
        writeVersion(into: &code)
        writeKinds(into: &code)
        let relationships = model.properties.compactMap(relationship)
        if relationships.isEmpty {
            code.line("\(prefix)static var relationships: [ORM.Relationship] { [] }")
        } else {
            code.nested("\(prefix)static let relationships: [ORM.Relationship] = [", "]") { code in
                code.add(relationships.map { $0 + "," })
            }
        }
    }

    private func writeVersion(into code: inout Code) {
        let marked = positions.first { $0.column.attribute(.version) != nil }.map {
            ".\($0.column.isCounted ? "integer" : "timestamp")(column: \($0.index))"
        }
        guard let version = marked ?? model.versionSource else { return }
        code.line("\(prefix)static var rowVersion: ORM.RowVersion? { \(version) }")
    }

    private func relationship(_ property: Property) -> String? {
        let path = "\"\(property.plainName)\", \\\(type).\(property.name)"
        switch property.role {
        case .column: return nil
        case .toOne:
            let columns = positions(of: property)
            let cascade = property.attribute(.belongsTo)?.options(["cascade"]) ?? ""
            return property.isCompositeReference
                ? ".toOne(\(path), columns: \(columns)\(cascade))"
                : ".toOne(\(path), column: \(columns.first ?? 0)\(cascade))"
        case .toMany: return remoteRelationship(property, path)
        }
    }
}
