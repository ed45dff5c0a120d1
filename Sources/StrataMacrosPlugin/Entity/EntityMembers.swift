/// What `@Entity` writes inside of the class.
struct EntityMembers {
    let model: TypeModel

    var declarations: [Code] {
        var list: [Code] = []
        let parameters = model.parameters
        if !model.initializers.contains(parameters.map(\.name)) {
            list.append(initializer(parameters))
        }
        list.append(decoding)
        if let codingKeys { list.append(codingKeys) }
        return list
    }

    /// An initializer without what the server makes.
    private func initializer(_ columns: [Property]) -> Code {
        var code = Code()
        let access = model.initializerAccess.prefix
        code.block("\(access)init(\(columns.map(\.parameter).text))") { code in
            for column in columns {
                code.line("self.\(column.storage) = \(initialValue(column))")
            }
        }
        return code
    }

    private func initialValue(_ column: Property) -> String {
        guard column.target != nil else {
            return column.deferredType == nil
                ? column.name : "\(column.type.wrapped)(\(column.name))"
        }
        let reference = column.type.wrapped
        return column.type.isOptional
            ? "\(column.name).map { \(reference)($0) }" : "\(reference)(\(column.name))"
    }

    private var decoding: Code {
        var code = Code()
        code.block(
            "\(model.access.prefix)init(from row: some PGCore.RowReader, at index: inout Int) "
                + "throws(PGCore.PGError)"
        ) { code in
            let isShared = model.columns.contains { column in
                column.parts.contains { model.earlierPlace(of: $0, in: column) != nil }
            }
            if isShared { code.line("let start = index") }
            for column in model.columns {
                code.line("self.\(column.storage) = \(decoded(column))")
            }
        }
        return code
    }

    private func decoded(_ column: Property) -> String {
        if column.deferredType != nil {
            return "\(column.type.wrapped)(notLoaded: \"\(model.typeName).\(column.plainName)\")"
        }
        let part = column.parts.first
        let value =
            column.isEmbedded
            ? "try \(column.type.text)(from: row, at: &index)"
            : part.map { reading($0, column.columnType, of: column) } ?? ""
        guard column.target != nil else { return column.held(value) }
        if column.isCompositeReference { return decodedReference(column) }
        let reference = column.type.wrapped
        return column.type.isOptional
            ? "\(value).map { \(reference)(id: $0) }" : "\(reference)(id: \(value))"
    }

    /// A value of the row: the next one, or one that belongs to another property as well.
    private func reading(_ part: ColumnPart, _ type: String, of column: Property) -> String {
        guard let place = model.earlierPlace(of: part, in: column) else {
            return "try \(type)(from: row, at: &index)"
        }
        return "try \(type).decode(row.cell(at: start + \(place)))"
    }

    /// Names the parts of the key, so that an order other than the key's does not compile.
    private func decodedReference(_ column: Property) -> String {
        let parts = zip(column.referencedKey, column.parts).map { key, part in
            "\(key): \(reading(part, part.columnType, of: column))"
        }
        let id = "\(column.valueType)(\(parts.joined(separator: ", ")))"
        let reference = column.type.wrapped
        return column.type.isOptional
            ? "\(id).map { \(reference)(id: $0) }" : "\(reference)(id: \(id))"
    }

    /// The keys, where the ones the compiler would make are not the right ones.
    private var codingKeys: Code? {
        let isNeeded =
            model.hasUnmappedStorage || model.columns.count < model.properties.count
            || model.columns.contains { $0.storage != $0.codingKey }
        guard isNeeded, !model.nestedTypes.contains("CodingKeys") else { return nil }
        return .codingKeys(model.columns.map { ($0.storage, $0.codingKey) })
    }
}

extension Code {
    /// The coding keys of properties.
    static func codingKeys(_ keys: [(property: String, key: String)]) -> Code {
        var code = Code()
        code.block("private nonisolated enum CodingKeys: String, CodingKey") { code in
            for (property, key) in keys {
                let isSame = property.filter { $0 != "`" } == key
                code.line(isSame ? "case \(property)" : "case \(property) = \"\(key)\"")
            }
        }
        return code
    }
}
