import PGCore

/// One table as the properties of a type.
struct ModelTable {
    let table: TableDefinition
    let plan: ModelPlan
    /// The constraints that are not said with a property.
    private(set) var constraints: [String] = []
    /// What could not be mapped.
    private(set) var problems: [String] = []
    private(set) var needsFoundation = false

    private let references: [ModelReference]
    private let names: [String: String]
    private let isEntity: Bool

    init(_ table: TableDefinition, plan: ModelPlan) {
        self.table = table
        self.plan = plan
        references = plan.references[table.qualifiedName] ?? []
        names = plan.propertyNames[table.qualifiedName] ?? [:]
        isEntity = plan.entities.contains(table.qualifiedName)
    }

    /// The properties, those of the key first and in its order.
    mutating func properties() -> [ModelProperty] {
        let key = table.columns(named: table.primaryKey)
        let others = table.columns.filter { !table.primaryKey.contains($0.name) }
        var properties: [ModelProperty] = []
        var seen: Set<String> = []
        for column in key + others {
            let isKey = table.primaryKey.contains(column.name)
            if !references.stands(for: column.name, in: table), let property = property(column) {
                properties.append(property)
            }
            for reference in references
            where reference.columns.contains(column.name) && (!isKey || reference.isInKey) {
                guard seen.insert(reference.name).inserted else { continue }
                properties.append(property(reference))
            }
        }
        // All of their columns are those of the key, in another order.
        for reference in references where !seen.contains(reference.name) {
            properties.append(property(reference))
        }
        addTableConstraints(to: &properties)
        return properties
    }

    // MARK: Columns

    private mutating func property(_ column: ColumnDefinition) -> ModelProperty? {
        let isKey = table.primaryKey.contains(column.name)
        guard let type = plan.type(of: column, in: table) else {
            let needed = !column.isNullable && column.defaultExpression == nil
            problems.append(
                "\(table.qualifiedName).\(column.name) is left out: no Swift type stands for "
                    + "\(column.type)"
                    + (needed ? ", and rows cannot be inserted without it." : "."))
            return nil
        }
        if column.identity != nil, !isKey {
            problems.append(
                "\(table.qualifiedName).\(column.name) is left out: only keys are numbered by "
                    + "the server.")
            return nil
        }
        needsFoundation = needsFoundation || type.needsFoundation
        let name = names[column.name] ?? column.name
        var attributes: [String] = []
        if isKey { attributes.append(primaryKey(column)) }
        let usual = DefaultName.column(of: name)
        if let attribute = columnAttribute(
            usual == column.name ? nil : column.name, type: type.sqlType)
        {
            attributes.append(attribute)
        }
        if let expression = column.generatedExpression {
            attributes.append("@Generated(\(expression.swiftLiteral))")
        } else if let expression = column.defaultExpression, column.identity == nil,
            !attributes.contains("@PrimaryKey(.uuid)")
        {
            attributes.append("@Default(\(expression.swiftLiteral))")
        }
        return ModelProperty(
            name: name, type: type.name + (column.isNullable ? "?" : ""), attributes: attributes,
            columns: [column.name])
    }

    private func primaryKey(_ column: ColumnDefinition) -> String {
        switch column.identity {
        case .always: return "@PrimaryKey(.identityAlways)"
        case .byDefault: return "@PrimaryKey(.identity)"
        case nil: break
        }
        let isRandom = column.defaultExpression == "gen_random_uuid()" && column.type == "uuid"
        return isRandom ? "@PrimaryKey(.uuid)" : "@PrimaryKey"
    }

    private func columnAttribute(_ name: String?, type: String?) -> String? {
        let arguments = [name?.swiftLiteral, type.map { "type: \($0.swiftLiteral)" }]
            .compactMap { $0 }
        return arguments.isEmpty ? nil : "@Column(\(arguments.joined(separator: ", ")))"
    }

    // MARK: References

    private mutating func property(_ reference: ModelReference) -> ModelProperty {
        let key = reference.key
        let target = plan.typeNames[key.referencedName] ?? ""
        var attributes: [String] = reference.isInKey ? ["@PrimaryKey"] : []
        if reference.columns.count == 1, let column = table.columns(named: reference.columns).first
        {
            let usual = DefaultName.column(of: reference.name) + "_id"
            let attribute = columnAttribute(
                usual == column.name ? nil : column.name, type: type(of: column, to: key))
            if let attribute { attributes.append(attribute) }
            if let expression = column.defaultExpression {
                attributes.append("@Default(\(expression.swiftLiteral))")
            }
        }
        attributes.append(belongsTo(reference))
        return ModelProperty(
            name: reference.name,
            type: "ToOne<\(target)>" + (reference.isNullable ? "?" : ""), attributes: attributes,
            columns: reference.columns)
    }

    /// The type of a reference's column, where it is not that of the other key in Swift.
    private func type(of column: ColumnDefinition, to key: ForeignKeyDefinition) -> String? {
        guard let target = plan.table(key.referencedName),
            let other = target.columns(named: target.primaryKey).first,
            let wanted = plan.type(of: other, in: target),
            let own = plan.type(of: column, in: table)
        else { return nil }
        return own.name == wanted.name ? own.sqlType : column.type.rawValue
    }

    private func belongsTo(_ reference: ModelReference) -> String {
        var arguments: [String] = []
        let key = reference.key
        if reference.columns.count > 1 {
            let members = plan.keyMembers(of: key.referencedName)
            arguments.append("key: [\(members.swiftLiterals)]")
            let usual = members.map {
                DefaultName.column(of: reference.name) + "_" + DefaultName.column(of: $0)
            }
            if usual != reference.columns {
                arguments.append("columns: [\(reference.columns.swiftLiterals)]")
            }
        }
        arguments += options(of: key, columns: reference.columns)
        let isUnique = table.uniques.contains { $0.columns == reference.columns }
        let hasIndex = table.indexes.contains { $0.isPlain(reference.columns) }
        if !isUnique, !hasIndex {
            let place = arguments.firstIndex { $0.hasPrefix("on") || $0.hasPrefix("deferr") }
            arguments.insert("isIndexed: false", at: place ?? arguments.count)
        }
        return arguments.isEmpty ? "@BelongsTo" : "@BelongsTo(\(arguments.joined(separator: ", ")))"
    }

    private func options(of key: ForeignKeyDefinition, columns: [String]) -> [String] {
        var options: [String] = []
        if key.name != DefaultName.foreignKey(table: table.name, columns: columns) {
            options.append("name: \(key.name.swiftLiteral)")
        }
        if key.onDelete != .noAction { options.append("onDelete: \(key.onDelete.source)") }
        if key.onUpdate != .noAction { options.append("onUpdate: \(key.onUpdate.source)") }
        if key.deferrability.isDeferrable {
            options.append("deferrable: \(key.deferrability.source)")
        }
        return options
    }

    // MARK: Constraints

    private mutating func addTableConstraints(to properties: inout [ModelProperty]) {
        for unique in table.uniques { add(unique, to: &properties) }
        for check in table.checks { add(check, to: &properties) }
        for key in table.foreignKeys where !references.contains(where: { $0.key == key }) {
            add(key, to: &properties)
        }
        for index in table.indexes { add(index, to: &properties) }
    }

    private func position(_ columns: [String], in properties: [ModelProperty]) -> Int? {
        properties.firstIndex { $0.columns == columns }
    }

    private mutating func add(_ unique: UniqueDefinition, to properties: inout [ModelProperty]) {
        var options: [String] = []
        if unique.name != DefaultName.unique(table: table.name, columns: unique.columns) {
            options.append("name: \(unique.name.swiftLiteral)")
        }
        if unique.deferrability.isDeferrable {
            options.append("deferrable: \(unique.deferrability.source)")
        }
        if let place = position(unique.columns, in: properties),
            !properties[place].attributes.contains(where: { $0.hasPrefix("@Unique") })
        {
            let list = options.isEmpty ? "" : "(\(options.joined(separator: ", ")))"
            properties[place].insert("@Unique" + list)
            return
        }
        let arguments = unique.columns.map(\.swiftLiteral) + options
        constraints.append(".unique(\(arguments.joined(separator: ", ")))")
    }

    private mutating func add(_ check: CheckDefinition, to properties: inout [ModelProperty]) {
        let place = properties.firstIndex { property in
            property.columns.count == 1
                && check.name
                    == DefaultName.check(table: table.name, column: property.columns[0])
                && !property.attributes.contains { $0.hasPrefix("@Check") }
        }
        if let place {
            properties[place].insert("@Check(\(check.expression.swiftLiteral))")
            return
        }
        constraints.append(
            ".check(\(check.expression.swiftLiteral), name: \(check.name.swiftLiteral))")
    }

    private mutating func add(_ key: ForeignKeyDefinition, to properties: inout [ModelProperty]) {
        let options = options(of: key, columns: key.columns)
        let schema = key.referencedSchema.map { ["schema: \($0.swiftLiteral)"] } ?? []
        let isReference = references.contains { $0.columns == key.columns }
        if key.columns.count == 1, !isReference, let place = position(key.columns, in: properties) {
            let column = key.referencedColumns.first ?? "id"
            let names = [key.referencedTable.swiftLiteral, column.swiftLiteral]
            let arguments = (names + schema + options).joined(separator: ", ")
            properties[place].insert("@References(\(arguments))")
            return
        }
        let arguments =
            key.columns.map(\.swiftLiteral)
            + [
                "references: \(key.referencedTable.swiftLiteral)",
                "[\(key.referencedColumns.swiftLiterals)]",
            ] + schema + options
        constraints.append(".foreignKey(\(arguments.joined(separator: ", ")))")
    }

    private mutating func add(_ index: IndexDefinition, to properties: inout [ModelProperty]) {
        let isUsual = index.name == DefaultName.index(table: table.name, keys: index.keys)
        let name = isUsual ? [] : ["name: \(index.name.swiftLiteral)"]
        if let place = position(index.keys, in: properties), index.isPlain(index.keys),
            !properties[place].isIndexed
        {
            properties[place].isIndexed = true
            let isReference = references.contains { $0.columns == index.keys }
            let isUnique = properties[place].attributes.contains { $0.hasPrefix("@Unique") }
            if isReference, isUsual, !isUnique { return }
            properties[place].insert("@Index" + (isUsual ? "" : "(\(name[0]))"))
            return
        }
        var arguments = index.keys.map(\.swiftLiteral) + name
        if index.isUnique { arguments.append("isUnique: true") }
        if index.method != "btree" { arguments.append("method: \(index.method.swiftLiteral)") }
        if let predicate = index.predicate { arguments.append("where: \(predicate.swiftLiteral)") }
        constraints.append(".index(\(arguments.joined(separator: ", ")))")
    }
}

extension ModelPlan {
    /// What the parts of a key are called.
    func keyMembers(of table: QualifiedName) -> [String] {
        guard let definition = self.table(table) else { return [] }
        var members: [String] = []
        var seen: Set<String> = []
        for column in definition.primaryKey {
            let name = propertyNames[table]?[column] ?? column
            guard
                let reference = references[table]?.first(where: {
                    $0.isInKey && $0.columns.contains(column)
                })
            else {
                members.append(name)
                continue
            }
            guard seen.insert(name).inserted else { continue }
            if reference.columns.count == 1 {
                members.append(name + "ID")
            } else {
                members += keyMembers(of: reference.key.referencedName).map {
                    name + $0.prefix(1).uppercased() + $0.dropFirst()
                }
            }
        }
        return members
    }
}

extension IndexDefinition {
    /// Whether it is what `@Index` makes.
    fileprivate func isPlain(_ columns: [String]) -> Bool {
        keys == columns && !isUnique && method == "btree" && predicate == nil
    }
}
