/// Reading and writing single columns by their position.
extension EntityExpansion {
    func writeValues(into code: inout Code) {
        writePersistentID(into: &code)
        writeUnset(into: &code)
        code.block(
            "\(prefix)func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable"
        ) { code in
            code.switchOverIndex(
                positions.map { "case \($0.index): \(value(of: $0.part, in: "self"))" },
                default: groupParameter)
        }
        writeColumnValues(into: &code)
        code.block(
            "\(prefix)func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError)"
        ) { code in
            code.switchOverIndex(
                positions.compactMap { position in
                    // The columns of a composite reference are read together, by its relationship.
                    let single = model.sharers(of: position.part, position.column)
                        .map(\.column).filter { !$0.isCompositeReference }
                    guard !single.isEmpty else { return nil }
                    return "case \(position.index): "
                        + single.map(loading).joined(separator: "; ")
                }, default: "break")
        }
        writeClear(into: &code)
    }

    /// The value of a column, from its owner, or from another reference while that has none.
    private func value(of part: ColumnPart, in instance: String) -> String {
        guard model.mayShareColumns else { return part.valueOf(instance) }
        let all = model.sharers(of: part.columnName)
        guard all.count > 1, let owner = model.owner(of: part.columnName), owner.target != nil
        else { return part.valueOf(instance) }
        let others = all.filter { $0.column.name != owner.name }
        return ([part] + others.map(\.part)).map { $0.valueOf(instance) }
            .joined(separator: " ?? ")
    }

    /// A column of many instances, without a box for each value.
    private func writeColumnValues(into code: inout Code) {
        guard !model.isView else { return }
        code.block(
            "\(prefix)static func parameter(forColumn index: Int, of instances: [\(type)]) "
                + "-> any PGCore.ParameterEncodable"
        ) { code in
            code.switchOverIndex(
                positions.map {
                    "case \($0.index): ORM.ColumnValues(instances) { \(value(of: $0.part, in: "$0")) }"
                },
                default: "parameterAskingEach(instances, forColumn: index)")
        }
    }

    private var filledIn: [(index: Int, column: Property)] {
        positions.filter { $0.column.target == nil && $0.column.isFilledInByServer }
            .map { ($0.index, $0.column) }
    }

    /// What the server computes is never written; what was not loaded is left to its default.
    private var unset: [String] {
        positions.compactMap { index, column, _ in
            if column.isGenerated { return "mask.insert(\(index))" }
            if column.deferredType != nil {
                return "if !self.\(column.storage).isLoaded { mask.insert(\(index)) }"
            }
            guard column.target == nil, column.isFilledInByServer else { return nil }
            return "if self.\(column.storage) == nil { mask.insert(\(index)) }"
        }
    }

    private func writeUnset(into code: inout Code) {
        guard !unset.isEmpty else {
            code.line("\(prefix)var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }")
            return
        }
        code.block("\(prefix)var unsetColumns: ORM.ColumnMask") { code in
            code.line("var mask: ORM.ColumnMask = ORM.ColumnMask()")
            code.add(unset)
            code.line("return mask")
        }
    }

    private func writeClear(into code: inout Code) {
        guard !filledIn.isEmpty else {
            code.line("\(prefix)func clear(column index: Int) {}")
            return
        }
        code.block("\(prefix)func clear(column index: Int)") { code in
            code.switchOverIndex(
                filledIn.map { "case \($0.index): self.\($0.column.storage) = nil" },
                default: "break")
        }
    }

    private func loading(_ column: Property) -> String {
        let value = "try \(column.columnType).decode(cell)"
        return column.target == nil
            ? "self.\(column.storage) = \(column.held(value))"
            : "self.\(column.storage).point(to: \(value))"
    }
}
