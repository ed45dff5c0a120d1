/// The snapshot: all columns as a value.
extension EntityExpansion {
    func writeSnapshot(into code: inout Code) {
        code.block("\(prefix)nonisolated struct Snapshot: Codable, Sendable") { code in
            for column in model.columns { writeSnapshotProperty(column, into: &code) }
            if model.columns.contains(where: \.mayBeUnknown) {
                let keys = model.columns.map { ($0.snapshotStorage, $0.codingKey) }
                code.add(Code.codingKeys(keys).lines)
            }
        }
        let values = model.columns.map { "\($0.snapshotLabel): \($0.value)" }
        code.line("\(prefix)var snapshot: Snapshot { Snapshot(\(values.joined(separator: ", "))) }")
        code.block("\(prefix)func restore(_ snapshot: Snapshot)") { code in
            code.add(model.columns.map(restoring))
        }
    }

    private func writeSnapshotProperty(_ column: Property, into code: inout Code) {
        let access = model.access(of: column).prefix
        guard column.mayBeUnknown else {
            code.line("\(access)var \(column.columnMember): \(column.heldType)")
            return
        }
        let storage = column.snapshotStorage
        code.line(
            "\(access)var \(column.columnMember): \(column.heldType) "
                + "{ \(type).known(self.\(storage), \"\(column.codingKey)\") }")
        code.line("fileprivate var \(storage): \(PropertyType.optional(column.heldType))")
    }

    private func restoring(_ column: Property) -> String {
        let value = "snapshot.\(column.snapshotStorage)"
        guard column.target != nil else { return "self.\(column.storage) = \(value)" }
        return column.type.isOptional
            ? "self.\(column.storage).point(to: \(value))"
            : "self.\(column.storage).restore(\(value))"
    }

    func writeComparison(into code: inout Code) {
        code.block(
            "\(prefix)func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask"
        ) { code in
            code.line("var mask: ORM.ColumnMask = ORM.ColumnMask()")
            for column in model.columns where !column.isGenerated {
                let indexes = positions(of: column)
                let index = indexes.first ?? 0
                if column.isEmbedded {
                    code.line(
                        "mask.insert(from: \(start(of: column)), ifChanged: \(column.value), "
                            + "from: snapshot.\(column.snapshotStorage))")
                    continue
                }
                let isRun = indexes == Array(index..<(index + indexes.count))
                let place =
                    indexes.count == 1
                    ? "\(index)" : isRun ? "\(index)...\(indexes.last ?? index)" : "\(indexes)"
                // A to-one as a whole: it may point at an instance that has no key yet.
                let current = column.target == nil ? column.value : "self.\(column.storage)"
                code.line(
                    "mask.insert(\(place), ifChanged: \(current), "
                        + "from: snapshot.\(column.snapshotStorage))")
            }
            code.line("return mask")
        }
    }
}
