/// What the session has to know of columns that are not plain values.
extension EntityExpansion {
    func writeKinds(into code: inout Code) {
        writeMask("generatedColumns", of: \.isGenerated, into: &code)
        writeMask("updateTimeColumns", of: { $0.attribute(.updatedAt) != nil }, into: &code)
        writeMask("deferredColumns", of: { $0.deferredType != nil }, into: &code)
        if let mark = positions.first(where: { $0.column.attribute(.softDelete) != nil }) {
            code.line("\(prefix)static var softDeleteColumn: Int? { \(mark.index) }")
        }
        if model.isView { code.line("\(prefix)static var isReadOnly: Bool { true }") }
        guard !model.groups.isEmpty else { return }
        code.nested(
            "\(prefix)static let embeddedGroups: [ORM.EmbeddedGroup] = [", "]"
        ) { code in
            for group in model.groups {
                code.line(".group(\\\(type).\(group.name), from: \(start(of: group))),")
            }
        }
    }

    private func writeMask(
        _ name: String, of isMember: (Property) -> Bool, into code: inout Code
    ) {
        let indexes = positions.filter { isMember($0.column) }.map(\.index)
        guard !indexes.isEmpty else { return }
        code.line("\(prefix)static let \(name): ORM.ColumnMask = ORM.ColumnMask(\(indexes))")
    }

    /// The position of a group's first column, which depends on those before it.
    func start(of group: Property) -> String {
        let earlier = model.groups.prefix { $0.name != group.name }
        return ([String(positions.count)] + earlier.map { $0.type.wrapped + ".columnCount" })
            .joined(separator: " + ")
    }

    /// The value of a column behind those whose position is known here.
    var groupParameter: String {
        var text = "PGCore.SQLNull()"
        for group in model.groups.reversed() {
            let start = start(of: group)
            let offset = start.contains(" ") ? "(\(start))" : start
            let value =
                "self.\(group.name)"
                + (group.type.isOptional ? "?" : "") + ".parameter(forColumn: index - \(offset))"
            let known = group.type.isOptional ? "(\(value) ?? PGCore.SQLNull())" : value
            text = "index < \(start) + \(group.type.wrapped).columnCount ? \(known) : \(text)"
        }
        return text
    }
}
