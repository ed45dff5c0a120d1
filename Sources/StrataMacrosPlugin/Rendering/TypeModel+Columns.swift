/// The column set, which both macros write.
extension TypeModel {
    /// Writes `Columns`, which conforms to a protocol of QueryBuilder.
    ///
    /// - Parameter value: For a table the type of its rows.
    func writeColumns(conformingTo name: String, value: String?, into code: inout Code) {
        let prefix = access.prefix
        code.block("\(prefix)nonisolated struct Columns: QueryBuilder.\(name)") { code in
            if let value { code.line("\(prefix)typealias Value = \(value)") }
            for column in columns {
                code.line(
                    "\(access(of: column).prefix)let \(column.columnMember): "
                        + "QueryBuilder.Column<\(column.columnType)>")
            }
            code.block("\(prefix)init(_ table: QueryBuilder.TableReference)") { code in
                for column in columns {
                    code.line(
                        "self.\(column.columnMember) = QueryBuilder.Column<\(column.columnType)>"
                            + "(table, \(column.columnLiteral))")
                }
            }
            let nodes = columns.map { "self.\($0.columnMember).node" }.joined(separator: ", ")
            code.line("\(prefix)var selectedExpressions: [QueryBuilder.SQLNode] { [\(nodes)] }")
        }
    }
}
