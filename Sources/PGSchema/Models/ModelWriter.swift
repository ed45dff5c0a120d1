import PGCore

/// Writes the types that a plan asks for.
struct ModelWriter {
    var plan: ModelPlan
    let access: String
    private(set) var remarks: [String] = []
    private(set) var needsFoundation = false
    /// The other sides of relationships, by the table whose type has them.
    private var inverses: [QualifiedName: [ModelProperty]] = [:]

    init(_ plan: ModelPlan, access: String) {
        self.plan = plan
        self.access = access
        nameInverses()
        nameJoins()
    }

    mutating func types() -> [ModelText] {
        var texts: [ModelText] = []
        for type in plan.schema.enums {
            if let text = enumeration(type) { texts.append(text) }
        }
        let joins = Set(plan.joins.map(\.table.qualifiedName))
        for table in plan.schema.tables where !joins.contains(table.qualifiedName) {
            texts.append(type(table))
        }
        return texts
    }

    /// The list of all types, the owners of join tables first: the first one makes the table.
    func list() -> ModelText {
        let owners = plan.joins.map(\.source.referencedName)
        let entities = plan.schema.tables.map(\.qualifiedName).filter(plan.entities.contains)
        let ordered =
            entities.filter(owners.contains) + entities.filter { !owners.contains($0) }
        let joins = Set(plan.joins.map(\.table.qualifiedName))
        let others = plan.schema.tables.map(\.qualifiedName).filter {
            !plan.entities.contains($0) && !joins.contains($0)
        }
        var arguments = ordered.compactMap { plan.typeNames[$0] }.map { "\($0).self" }
        if !others.isEmpty {
            let names = others.compactMap { plan.typeNames[$0] }.map { "\($0).self" }
            arguments.append("tables: [\(names.joined(separator: ", "))]")
        }
        let enums = plan.schema.enums.filter { !$0.labels.isEmpty }.compactMap(plan.name(of:))
        if !enums.isEmpty {
            let names = enums.map { "\($0).self" }.joined(separator: ", ")
            arguments.append("enums: [\(names)]")
        }
        let lines =
            ["/// All models, to create their tables, and to compare them with a database."]
            + ["\(access)let databaseModels = Schema("]
            + arguments.enumerated().map { index, argument in
                "    " + argument + (index == arguments.count - 1 ? ")" : ",")
            }
        return ModelText(name: "DatabaseModels", lines: lines)
    }

    private mutating func remark(_ text: String) -> String {
        remarks.append(text)
        return "    // " + text
    }

    // MARK: Types

    private mutating func enumeration(_ type: EnumDefinition) -> ModelText? {
        guard let name = plan.name(of: type) else {
            _ = remark(
                "The enum type \(type.qualifiedName) has no labels, and a Swift enum needs one.")
            return nil
        }
        if let schema = type.schema {
            _ = remark(
                "\(name) is found by the search path: \(schema) has to be in it for the type \(type.name)."
            )
        }
        var names = ModelNames(reserved: ["allCases", "labels", "rawValue", "sqlType", "typeName"])
        var lines = [
            "\(access)enum \(name): String, PostgresEnum, Codable {",
            "    \(access)static let typeName = \(type.name.swiftLiteral)", "",
        ]
        for label in type.labels {
            let `case` = names.take(ModelNames.label(label))
            let value = `case` == label ? "" : " = \(label.swiftLiteral)"
            lines.append("    case \(ModelNames.escaped(`case`))\(value)")
        }
        return ModelText(name: name, lines: lines + ["}"])
    }

    private mutating func type(_ table: TableDefinition) -> ModelText {
        let name = plan.typeNames[table.qualifiedName] ?? ""
        let isEntity = plan.entities.contains(table.qualifiedName)
        var parts = ModelTable(table, plan: plan)
        var body: [String] = []
        if !isEntity, plan.style == .entities {
            body.append(
                remark("\(table.qualifiedName) has no primary key that an entity could have."))
        }
        let properties = parts.properties()
        needsFoundation = needsFoundation || parts.needsFoundation
        for problem in parts.problems { body.append(remark(problem)) }
        for property in properties + (inverses[table.qualifiedName] ?? []) {
            for (number, line) in property.lines.enumerated() {
                let isDeclaration = number == property.lines.count - 1
                body.append("    " + (isDeclaration ? line.declared(access) : line))
            }
        }
        return ModelText(
            name: name,
            lines: attribute(isEntity ? "Entity" : "Table", table, parts.constraints)
                + [
                    isEntity
                        ? "\(access)final class \(name): Codable {"
                        : "\(access)struct \(name): Codable, Sendable {"
                ] + body + ["}"])
    }

    private func attribute(
        _ kind: String, _ table: TableDefinition, _ constraints: [String]
    ) -> [String] {
        var arguments = [table.name.swiftLiteral]
        if let schema = table.schema { arguments.append("schema: \(schema.swiftLiteral)") }
        let start = "@\(kind)(" + arguments.joined(separator: ", ")
        guard !constraints.isEmpty else { return [start + ")"] }
        return [start + ", constraints: ["] + constraints.map { "    \($0)," } + ["])"]
    }

    // MARK: The other sides

    private mutating func nameInverses() {
        for table in plan.schema.tables {
            let references = plan.references[table.qualifiedName] ?? []
            for reference in references {
                let target = reference.key.referencedName
                let source = plan.typeNames[table.qualifiedName] ?? ""
                let isAlone =
                    references.filter { $0.key.referencedName == target }.count == 1
                    && target != table.qualifiedName
                let plain =
                    reference.isUnique
                    ? ModelNames.property(ModelNames.singular(table.name))
                    : ModelNames.collection(table.name)
                let long = reference.name + plain.prefix(1).uppercased() + plain.dropFirst()
                let isTree = target == table.qualifiedName && reference.name == "parent"
                let preferred = isAlone ? plain : isTree ? "children" : long
                let name = plan.names[target]?.take(preferred, long) ?? preferred
                let path = "\\\(source).\(ModelNames.escaped(reference.name))"
                let type = reference.isUnique ? "ToOneInverse" : "ToMany"
                let attribute = reference.isUnique ? "HasOne" : "HasMany"
                inverses[target, default: []].append(
                    ModelProperty(
                        name: name, type: "\(type)<\(source)>",
                        attributes: ["@\(attribute)(\(path))"]))
            }
        }
    }

    private mutating func nameJoins() {
        for join in plan.joins {
            let (source, target) = (join.source.referencedName, join.target.referencedName)
            let (first, second) = (plan.typeNames[source] ?? "", plan.typeNames[target] ?? "")
            let toTarget = ModelNames.collection(target.name)
            let toSource = ModelNames.collection(source.name)
            let table = ModelNames.property(join.table.name)
            let forward = plan.names[source]?.take(toTarget, table) ?? toTarget
            let back = plan.names[target]?.take(toSource, table) ?? toSource
            let inverse = "\\\(second).\(ModelNames.escaped(back))"
            add(
                forward, to: source, leadingTo: second, join, join.source.columns,
                join.target.columns, inverse: inverse)
            add(
                back, to: target, leadingTo: first, join, join.target.columns, join.source.columns,
                inverse: nil)
            remarkIndexes(of: join)
        }
    }

    private mutating func add(
        _ name: String, to owner: QualifiedName, leadingTo type: String, _ join: ModelJoin,
        _ from: [String], _ to: [String], inverse: String?
    ) {
        var arguments = ["through: \(join.table.name.swiftLiteral)"]
        if let schema = join.table.schema { arguments.append("schema: \(schema.swiftLiteral)") }
        arguments.append("from: [\(from.swiftLiterals)]")
        arguments.append("to: [\(to.swiftLiterals)]")
        if let inverse { arguments.append("inverse: \(inverse)") }
        if join.source.onDelete != .cascade {
            arguments.append("onDelete: \(join.source.onDelete.source)")
        }
        inverses[owner, default: []].append(
            ModelProperty(
                name: name, type: "ToMany<\(type)>",
                attributes: ["@ManyToMany(\(arguments.joined(separator: ", ")))"]))
    }

    /// The mapping has one index for the way back, and no other.
    private mutating func remarkIndexes(of join: ModelJoin) {
        let table = join.table
        let wanted = IndexDefinition(table: table.name, keys: join.target.columns)
        for index in table.indexes where index != wanted {
            _ = remark(
                "The index \(index.name) of \(table.qualifiedName) is not part of the models.")
        }
        if !table.indexes.contains(wanted) {
            _ = remark(
                "The models ask for an index on \(table.qualifiedName) (\(join.target.columns.joined(separator: ", ")))."
            )
        }
    }
}

extension ModelPlan {
    /// The Swift name of an enum type.
    func name(of type: EnumDefinition) -> String? {
        enumNames[TypeSpelling.normal(SQLIdentifier.quoteIfNeeded(type.name))]
    }
}

extension ForeignKeyDefinition.Action {
    /// The case as Swift writes it.
    var source: String {
        switch self {
        case .noAction: ".noAction"
        case .restrict: ".restrict"
        case .cascade: ".cascade"
        case .setNull: ".setNull"
        case .setDefault: ".setDefault"
        }
    }
}

extension Deferrability {
    /// The case as Swift writes it.
    var source: String {
        switch self {
        case .notDeferrable: ".notDeferrable"
        case .initiallyImmediate: ".initiallyImmediate"
        case .initiallyDeferred: ".initiallyDeferred"
        }
    }
}

extension String {
    /// A line of attributes and a declaration, with the access in front of the latter.
    fileprivate func declared(_ access: String) -> String {
        guard !access.isEmpty else { return self }
        guard hasPrefix("@") else { return access + self }
        // The last one: there may be others in the literals of attributes.
        guard let place = indices.last(where: { self[$0...].hasPrefix(" var ") }) else {
            return self
        }
        return self[..<place] + " " + access + self[self.index(after: place)...]
    }
}
