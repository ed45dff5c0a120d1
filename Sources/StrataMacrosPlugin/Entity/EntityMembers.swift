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
        let read = column.isEmbedded ? column.type.text : column.columnType
        let value = "try \(read)(from: row, at: &index)"
        guard column.target != nil else { return column.held(value) }
        if column.isCompositeReference { return decodedReference(column) }
        let reference = column.type.wrapped
        return column.type.isOptional
            ? "\(value).map { \(reference)(id: $0) }" : "\(reference)(id: \(value))"
    }

    /// Names the parts of the key, so that an order other than the key's does not compile.
    private func decodedReference(_ column: Property) -> String {
        let parts = zip(column.referencedKey, column.parts).map { key, part in
            "\(key): try \(part.columnType)(from: row, at: &index)"
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
