import PGCore

/// Which tables become which types, and how the types refer to each other.
struct ModelPlan {
    let schema: DatabaseSchema
    let style: ModelGenerator.Style
    /// The Swift names of enum types, by their own.
    private(set) var enumNames: [String: String] = [:]
    private(set) var typeNames: [QualifiedName: String] = [:]
    /// The tables that become entities.
    private(set) var entities: Set<QualifiedName> = []
    /// The tables that connect two entities and have no type of their own.
    private(set) var joins: [ModelJoin] = []
    /// The to-one relationships of each entity.
    private(set) var references: [QualifiedName: [ModelReference]] = [:]
    /// The names of an entity's properties by their columns.
    private(set) var propertyNames: [QualifiedName: [String: String]] = [:]
    /// All names an entity uses.
    var names: [QualifiedName: ModelNames] = [:]

    private let tables: [QualifiedName: TableDefinition]

    init(_ schema: DatabaseSchema, style: ModelGenerator.Style) {
        self.schema = schema
        self.style = style
        tables = Dictionary(
            schema.tables.map { ($0.qualifiedName, $0) }, uniquingKeysWith: { first, _ in first })
        nameTypes()
        guard style == .entities else {
            for table in schema.tables { nameProperties(of: table) }
            return
        }
        entities = Set(schema.tables.filter(mayBeEntity).map(\.qualifiedName))
        joins = schema.tables.compactMap(join)
        for join in joins { entities.remove(join.table.qualifiedName) }
        for table in schema.tables where entities.contains(table.qualifiedName) {
            references[table.qualifiedName] = candidates(of: table)
        }
        dropCircularKeys()
        for table in schema.tables { nameProperties(of: table) }
    }

    func table(_ name: QualifiedName) -> TableDefinition? { tables[name] }

    func type(of column: ColumnDefinition, in table: TableDefinition) -> ModelType? {
        ModelType(column.type, in: table.schema, enums: enumNames)
    }

    // MARK: Names

    private mutating func nameTypes() {
        var names = ModelNames(reserved: ModelNames.reservedTypes)
        let suffix = style == .tables ? "Row" : ""
        for table in schema.tables {
            let name = ModelNames.type(table.name)
            let whole = ModelNames.enumType(table.name)
            let isReserved = ModelNames.reservedTypes.contains(name + suffix)
            typeNames[table.qualifiedName] = names.take(
                name + suffix, isReserved ? name + "Model" : whole + suffix, name + "Model")
        }
        for type in schema.enums where !type.labels.isEmpty {
            let name = ModelNames.enumType(type.name)
            let spelling = SQLIdentifier.quoteIfNeeded(type.name)
            enumNames[TypeSpelling.normal(spelling)] = names.take(name, name + "Enum")
        }
    }

    /// Columns first, in their order, so that what refers to them knows them.
    private mutating func nameProperties(of table: TableDefinition) {
        var names = ModelNames()
        var properties: [String: String] = [:]
        let own = references[table.qualifiedName] ?? []
        for column in table.columns where !own.stands(for: column.name, in: table) {
            properties[column.name] = names.take(ModelNames.property(column.name))
        }
        for index in own.indices {
            let target = typeNames[own[index].key.referencedName] ?? ""
            let others = own.indices.filter { $0 != index }.flatMap { own[$0].columns }
            let base = Self.base(of: own[index], sharing: table.primaryKey + others)
            let name = names.take(base, base + target)
            references[table.qualifiedName]?[index].name = name
            for column in own[index].columns where properties[column] == nil {
                properties[column] = name
            }
        }
        propertyNames[table.qualifiedName] = properties
        self.names[table.qualifiedName] = names
    }

    private static func base(of reference: ModelReference, sharing shared: [String]) -> String {
        guard reference.columns.count > 1 else {
            let (column, key) = (reference.columns[0], reference.key.referencedColumns[0])
            // A column that is called as the other key says nothing of what it refers to.
            return column == key
                ? ModelNames.property(ModelNames.singular(reference.key.referencedTable))
                : ModelNames.reference(column, to: key)
        }
        // `order_region`, `order_number` refer to an `order`.
        let words = reference.columns.map { $0.split(separator: "_") }
        var common = words[0]
        for other in words.dropFirst() {
            common = zip(common, other).prefix { $0 == $1 }.map(\.0)
        }
        if !common.isEmpty { return ModelNames.property(common.joined(separator: "_")) }
        // Of `tenant_id`, `author_id` it is the author that it refers to.
        let alone = reference.columns.filter { !shared.contains($0) }
        if alone.count == 1, alone[0].hasSuffix("_id") {
            return ModelNames.reference(alone[0], to: "id")
        }
        return ModelNames.property(ModelNames.singular(reference.key.referencedTable))
    }

    // MARK: Kinds

    private func mayBeEntity(_ table: TableDefinition) -> Bool {
        !table.primaryKey.isEmpty
            && table.primaryKey.allSatisfy { name in
                guard let column = table.columns.first(where: { $0.name == name }) else {
                    return false
                }
                return type(of: column, in: table) != nil && column.generatedExpression == nil
            }
    }

    private func join(_ table: TableDefinition) -> ModelJoin? {
        guard table.foreignKeys.count == 2, table.uniques.isEmpty, table.checks.isEmpty else {
            return nil
        }
        let keys = table.foreignKeys.sorted { first, second in
            position(of: first, in: table) < position(of: second, in: table)
        }
        let (source, target) = (keys[0], keys[1])
        guard table.primaryKey == source.columns + target.columns,
            table.columns.count == table.primaryKey.count,
            !table.columns.contains(where: { $0.defaultExpression != nil || $0.identity != nil }),
            source.onDelete == target.onDelete,
            [source, target].allSatisfy({ isToWholeKey($0, of: table) })
        else { return nil }
        return ModelJoin(table: table, source: source, target: target)
    }

    private func position(of key: ForeignKeyDefinition, in table: TableDefinition) -> Int {
        table.primaryKey.firstIndex(of: key.columns.first ?? "") ?? .max
    }

    /// Whether it is what a relationship makes: the other key's columns in their order.
    private func isToWholeKey(_ key: ForeignKeyDefinition, of table: TableDefinition) -> Bool {
        guard let target = tables[key.referencedName], entities.contains(key.referencedName) else {
            return false
        }
        return key.referencedColumns == target.primaryKey && key.onUpdate == .noAction
            && !key.deferrability.isDeferrable
            && key.name == DefaultName.foreignKey(table: table.name, columns: key.columns)
            && table.columns(named: key.columns).map(\.type)
                == target.columns(named: target.primaryKey).map(\.type)
    }
}

// MARK: References

extension ModelPlan {
    /// The foreign keys that relationships can stand for; the others stay what they are.
    private func candidates(of table: TableDefinition) -> [ModelReference] {
        let all = table.foreignKeys.sorted { $0.columns.count > $1.columns.count }
            .compactMap { reference(for: $0, of: table) }
        var found: [ModelReference] = []
        // Those that may be NULL last: a column of theirs that may not be is another's as well.
        for reference in all.filter({ !$0.isNullable }) + all.filter(\.isNullable) {
            let solid = Set(table.primaryKey + found.filter { !$0.isNullable }.flatMap(\.columns))
            guard found.allSatisfy({ $0.mayShare(with: reference) }),
                !reference.isNullable || reference.required.allSatisfy(solid.contains)
            else { continue }
            found.append(reference)
        }
        let order = Dictionary(
            table.columns.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        return found.sorted { first, second in
            let (left, right) = (
                first.columns.map { order[$0] ?? 0 }, second.columns.map { order[$0] ?? 0 }
            )
            return left.lexicographicallyPrecedes(right)
        }
    }

    private func reference(
        for key: ForeignKeyDefinition, of table: TableDefinition
    ) -> ModelReference? {
        guard entities.contains(key.referencedName), let target = self.table(key.referencedName),
            Set(key.referencedColumns) == Set(target.primaryKey),
            key.referencedColumns.count == target.primaryKey.count
        else { return nil }
        let pairs = Dictionary(
            zip(key.referencedColumns, key.columns).map { ($0, $1) },
            uniquingKeysWith: { first, _ in first })
        let names = target.primaryKey.compactMap { pairs[$0] }
        let columns = table.columns(named: names)
        guard columns.count == target.primaryKey.count,
            columns.allSatisfy({ $0.identity == nil && $0.generatedExpression == nil }),
            hasTypes(of: target, columns, table)
        else { return nil }
        let isOwn = key.referencedName == table.qualifiedName
        let isInKey = isRun(names, in: table.primaryKey) && !isOwn
        // One column cannot be both a property and a reference.
        if names.count == 1, !isInKey, table.primaryKey.contains(names[0]) { return nil }
        return ModelReference(
            key: key, source: table.qualifiedName, columns: names,
            required: columns.filter { !$0.isNullable }.map(\.name),
            isNullable: columns.contains(where: \.isNullable), isInKey: isInKey,
            isUnique: table.hasUnique(names))
    }

    /// A reference has the types of the other key; only one column may say another.
    private func hasTypes(
        of target: TableDefinition, _ columns: [ColumnDefinition], _ table: TableDefinition
    ) -> Bool {
        zip(target.columns(named: target.primaryKey), columns).allSatisfy { wanted, own in
            let (first, second) = (type(of: wanted, in: target), type(of: own, in: table))
            guard let first, let second else { return false }
            let areIntegers = [first, second].allSatisfy { Self.integers.contains($0.name) }
            return columns.count == 1
                ? first.name == second.name || areIntegers
                : first.name == second.name && second.sqlType == nil
        }
    }

    private static let integers: Set<String> = ["Int16", "Int32", "Int"]

    /// Whether columns are all in a key, one behind the other.
    private func isRun(_ columns: [String], in key: [String]) -> Bool {
        guard let start = key.firstIndex(of: columns[0]) else { return false }
        return Array(key[start...].prefix(columns.count)) == columns
    }

    /// Two keys cannot be made of each other.
    private mutating func dropCircularKeys() {
        for table in schema.tables {
            let name = table.qualifiedName
            let kept = (references[name] ?? []).filter { reference in
                !reference.isInKey || !leads(from: reference.key.referencedName, to: name)
            }
            if entities.contains(name) { references[name] = kept }
        }
    }

    private func leads(from start: QualifiedName, to end: QualifiedName) -> Bool {
        var waiting = [start]
        var seen: Set<QualifiedName> = []
        while let next = waiting.popLast() {
            if next == end { return true }
            guard seen.insert(next).inserted else { continue }
            waiting += (references[next] ?? []).filter(\.isInKey).map(\.key.referencedName)
        }
        return false
    }
}

extension [ModelReference] {
    /// Whether a column has no property of its own: a reference stands for it, and in a primary key
    /// only one that belongs to it.
    func stands(for column: String, in table: TableDefinition) -> Bool {
        let isKey = table.primaryKey.contains(column)
        return contains { $0.columns.contains(column) && (!isKey || $0.isInKey) }
    }
}

extension TableDefinition {
    /// The columns with these names, in the order of the names.
    func columns(named names: [String]) -> [ColumnDefinition] {
        names.compactMap { name in columns.first { $0.name == name } }
    }

    /// Whether no two rows have the same values in these columns.
    fileprivate func hasUnique(_ columns: [String]) -> Bool {
        let wanted = Set(columns)
        return Set(primaryKey) == wanted
            || uniques.contains { Set($0.columns) == wanted }
            || indexes.contains {
                $0.isUnique && $0.predicate == nil && $0.keys.count == columns.count
                    && Set($0.keys) == wanted
            }
    }
}
