/// Where an entity keeps a property, and how its parts are spelled.
extension Property {
    /// The name of the stored property behind this one; its own where there is none behind.
    var storage: String {
        if case .column = role, !isFilledInByServer { return name }
        return "_" + plainName
    }

    /// The column's value, with `nil` for one that is not known, as an expression of the entity.
    var value: String { value(of: "self") }

    /// The column's value as an expression of the instance that is named.
    func value(of instance: String) -> String {
        guard target != nil else { return "\(instance).\(storage)" }
        return type.isOptional ? "\(instance).\(storage)?.id" : "\(instance).\(storage).id"
    }

    /// Whether the value may be missing though the column is never NULL.
    var mayBeUnknown: Bool {
        target == nil ? isFilledInByServer : !type.isOptional
    }

    /// The name of the stored property in the snapshot.
    var snapshotStorage: String {
        guard mayBeUnknown else { return columnMember }
        return "_" + columnMember.filter { $0 != "`" }
    }

    /// The snapshot's property as the label of an argument, where few words need backticks.
    var snapshotLabel: String {
        let plain = snapshotStorage.filter { $0 != "`" }
        return ["inout", "let", "var"].contains(plain) ? snapshotStorage : plain
    }

    /// The key under which the entity and its snapshot are coded.
    var codingKey: String { columnMember.filter { $0 != "`" } }
}
