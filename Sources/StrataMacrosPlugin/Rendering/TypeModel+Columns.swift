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
                if column.isEmbedded {
                    code.line(
                        "\(access(of: column).prefix)let \(column.name): \(column.groupColumns)")
                }
                for part in column.parts {
                    code.line(
                        "\(access(of: column).prefix)let \(part.member): "
                            + "QueryBuilder.Column<\(part.columnType)>")
                }
            }
            let parts = columns.flatMap(\.parts)
            code.block("\(prefix)init(_ table: QueryBuilder.TableReference)") { code in
                for part in parts {
                    code.line(
                        "self.\(part.member) = QueryBuilder.Column<\(part.columnType)>"
                            + "(table, \(part.columnLiteral))")
                }
                for group in groups {
                    code.line(
                        "self.\(group.name) = \(group.groupColumns)"
                            + "(table, prefix: \(group.prefixLiteral))")
                }
            }
            let fetched = ownedParts.filter { $0.column.deferredType == nil }.map(\.part)
            let nodes = fetched.map { "self.\($0.member).node" }.joined(separator: ", ")
            let more = groups.map { " + self.\($0.name).selectedExpressions" }.joined()
            code.line(
                "\(prefix)var selectedExpressions: [QueryBuilder.SQLNode] { [\(nodes)]\(more) }")
        }
    }
}
