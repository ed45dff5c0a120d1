/// What `@Table` writes.
struct TableExpansion {
    let model: TypeModel
    /// The struct's name, qualified by the types it is nested in.
    let type: String

    private var prefix: String { model.access.prefix }

    /// Writes the members of the extension.
    func write(into code: inout Code) {
        model.writeColumns(conformingTo: "TableColumns", value: type, into: &code)
        model.writeDefinition(into: &code)
        code.line(
            "\(prefix)static let columns: Columns = Columns(QueryBuilder.TableReference(definition))"
        )
        code.line("\(prefix)static var columnCount: Int { \(model.columns.count) }")
        writeDecoding(into: &code)
        if !model.nestedTypes.contains("New") { writeNew(into: &code) }
    }

    private func writeDecoding(into code: inout Code) {
        code.block(
            "\(prefix)init(from row: some PGCore.RowReader, at index: inout Int) "
                + "throws(PGCore.PGError)"
        ) { code in
            for column in model.columns {
                let value = "try \(column.columnType)(from: row, at: &index)"
                code.line("self.\(column.name) = \(column.held(value))")
            }
        }
    }

    /// The values of a new row: all but identity columns.
    private func writeNew(into code: inout Code) {
        let columns = model.columns.filter { !$0.isIdentity && !$0.isGenerated }
        let parameters = model.parameters
        code.block("\(prefix)nonisolated struct New: QueryBuilder.InsertValues") { code in
            code.line("\(prefix)typealias Target = \(type)")
            for column in columns {
                let isParameter = parameters.contains { $0.name == column.name }
                let value = isParameter ? nil : column.initialValue.map { " = " + $0 }
                code.line(
                    "\(model.access(of: column).prefix)var \(column.name): "
                        + "\(column.parameter.type)\(value ?? "")")
            }
            let list = parameters.map(\.parameter).text
            code.block("\(model.initializerAccess.prefix)init(\(list))") { code in
                for column in parameters { code.line("self.\(column.name) = \(column.name)") }
            }
            let names = columns.map(\.columnLiteral).joined(separator: ", ")
            code.line("\(prefix)static var insertColumns: [String] { [\(names)] }")
            let values = columns.map(insertValue).joined(separator: ", ")
            code.line("\(prefix)var insertValues: [QueryBuilder.InsertValue] { [\(values)] }")
        }
    }

    private func insertValue(_ column: Property) -> String {
        let value = column.bound("self.\(column.name)")
        return column.isFilledInByServer ? ".orDefault(\(value))" : ".value(\(value))"
    }
}
