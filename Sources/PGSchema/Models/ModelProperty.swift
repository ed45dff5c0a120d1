/// A property of a generated type.
struct ModelProperty {
    /// The name, without backticks.
    var name: String
    /// The Swift type as it is written.
    var type: String
    /// The attributes in order.
    var attributes: [String] = []
    /// The columns it stands for; none for the other side of a relationship.
    var columns: [String] = []
    /// Whether one of its indexes is said already.
    var isIndexed = false

    /// Adds an attribute ahead of that of a relationship.
    mutating func insert(_ attribute: String) {
        let place = attributes.firstIndex { $0.hasPrefix("@BelongsTo") }
        attributes.insert(attribute, at: place ?? attributes.count)
    }

    /// The lines of the declaration, with the attributes above where one line would be too long.
    var lines: [String] {
        let declaration = "var \(ModelNames.escaped(name)): \(type)"
        let short = (attributes + [declaration]).joined(separator: " ")
        return short.count <= 92 ? [short] : attributes.flatMap(Self.broken) + [declaration]
    }

    /// An attribute with its arguments on a line of their own where it is too long.
    private static func broken(_ attribute: String) -> [String] {
        guard attribute.count > 96, let open = attribute.firstIndex(of: "(") else {
            return [attribute]
        }
        let start = attribute.index(after: open)
        return [String(attribute[..<start]), "    " + attribute[start...]]
    }
}

/// A reference to another entity that a foreign key stands for.
struct ModelReference {
    let key: ForeignKeyDefinition
    /// The referring table.
    let source: QualifiedName
    /// The columns in the order of the other table's key.
    let columns: [String]
    /// Those of them that may not be NULL.
    let required: [String]
    let isNullable: Bool
    /// Whether the columns are part of the primary key.
    let isInKey: Bool
    /// Whether one row at most refers to another.
    let isUnique: Bool
    /// The property's name.
    var name = ""

    /// Whether another reference may have some of the columns as well: one of the two has several.
    func mayShare(with other: ModelReference) -> Bool {
        if Set(columns).isDisjoint(with: other.columns) { return true }
        return max(columns.count, other.columns.count) > 1 && !(isInKey && other.isInKey)
            && Set(columns) != Set(other.columns)
    }
}

/// A table that only connects two others.
struct ModelJoin {
    let table: TableDefinition
    let source: ForeignKeyDefinition
    let target: ForeignKeyDefinition
}

extension String {
    /// The text as a Swift string literal.
    var swiftLiteral: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0": text += "\\0"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension [String] {
    /// The texts as string literals, separated by commas.
    var swiftLiterals: String { map(\.swiftLiteral).joined(separator: ", ") }
}
