import SwiftSyntax
import SwiftSyntaxMacros

/// `@ColumnGroup`: what makes a struct a value of several columns.
struct ColumnGroupMacro: ExtensionMacro {
    // The expansion is written as it should be read.
    static var formatMode: FormatMode { .disabled }

    static func expansion(
        of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
        providingExtensionsOf type: some TypeSyntaxProtocol, conformingTo protocols: [TypeSyntax],
        in context: some MacroExpansionContext
    ) -> [ExtensionDeclSyntax] {
        var reporter = Reporter()
        let model = TypeModel.read(.group, node, of: declaration, into: &reporter)
        reporter.diagnostics.forEach(context.diagnose)
        guard let model else { return [] }
        var code = Code(depth: 1)
        ColumnGroupExpansion(model: model, type: type.trimmedDescription).write(into: &code)
        return [code.extension(of: type, conformingTo: "ORM.ColumnGroup")]
    }
}

/// What `@ColumnGroup` writes.
private struct ColumnGroupExpansion {
    let model: TypeModel
    let type: String

    private var prefix: String { model.access.prefix }

    func write(into code: inout Code) {
        writeColumns(into: &code)
        code.nested(
            "\(prefix)static let columnDefinitions: [PGSchema.ColumnDefinition] = [", "]"
        ) { code in
            code.add(model.columns.flatMap(model.columnDefinitions).map { $0 + "," })
        }
        let names = model.columns.map { "\"\($0.plainName)\"" }.joined(separator: ", ")
        code.line("\(prefix)static let propertyNames: [String] = [\(names)]")
        code.line("\(prefix)static var columnCount: Int { \(model.columns.count) }")
        code.block(
            "\(prefix)init(from row: some PGCore.RowReader, at index: inout Int) "
                + "throws(PGCore.PGError)"
        ) { code in
            for column in model.columns {
                let value = "try \(column.columnType)(from: row, at: &index)"
                code.line("self.\(column.name) = \(column.held(value))")
            }
        }
        writeValues(into: &code)
    }

    private func writeColumns(into code: inout Code) {
        code.block("\(prefix)nonisolated struct Columns: ORM.ColumnGroupColumns") { code in
            for column in model.columns {
                code.line(
                    "\(model.access(of: column).prefix)let \(column.name): "
                        + "QueryBuilder.Column<\(column.columnType)>")
            }
            code.block(
                "\(prefix)init(_ table: QueryBuilder.TableReference, prefix: String)"
            ) { code in
                for column in model.columns {
                    code.line(
                        "self.\(column.name) = QueryBuilder.Column<\(column.columnType)>"
                            + "(table, prefix + \(column.columnLiteral))")
                }
            }
            let nodes = model.columns.map { "self.\($0.name).node" }.joined(separator: ", ")
            code.line("\(prefix)var selectedExpressions: [QueryBuilder.SQLNode] { [\(nodes)] }")
        }
    }

    private func writeValues(into code: inout Code) {
        code.block(
            "\(prefix)func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable"
        ) { code in
            code.switchOverIndex(
                model.columns.enumerated().map {
                    "case \($0.offset): \($0.element.bound("self.\($0.element.name)"))"
                }, default: "PGCore.SQLNull()")
        }
        code.block(
            "\(prefix)func changedColumns(since earlier: \(type)) -> ORM.ColumnMask"
        ) { code in
            code.line("var mask: ORM.ColumnMask = ORM.ColumnMask()")
            for (index, column) in model.columns.enumerated() {
                code.line(
                    "mask.insert(\(index), ifChanged: self.\(column.name), "
                        + "from: earlier.\(column.name))")
            }
            code.line("return mask")
        }
    }
}
