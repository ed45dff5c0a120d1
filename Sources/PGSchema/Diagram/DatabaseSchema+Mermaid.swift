import PGCore

extension DatabaseSchema {
    /// The tables and their foreign keys as an entity-relationship diagram in Mermaid's language.
    ///
    /// ```
    /// erDiagram
    ///     users {
    ///         bigint id PK
    ///         text email UK
    ///     }
    ///     users ||--o{ posts : author_id
    /// ```
    ///
    /// The order is that of the schema, so that the text changes only where the schema does.
    public var mermaid: String {
        var lines = ["erDiagram"]
        for table in tables {
            lines.append("    \(Mermaid.name(of: table.qualifiedName)) {")
            lines += table.columns.map { "        " + Mermaid.attribute($0, of: table) }
            lines.append("    }")
        }
        for table in tables {
            lines += table.foreignKeys.map { "    " + Mermaid.relation($0, of: table) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// What Mermaid's grammar allows.
private enum Mermaid {
    static func name(of table: QualifiedName) -> String {
        let name = table.description
        return isWord(name) ? name : "\"\(name.map { $0 == "\"" ? "'" : $0 }.asText)\""
    }

    static func attribute(_ column: ColumnDefinition, of table: TableDefinition) -> String {
        var text = "\(type(column.type.rawValue)) \(word(column.name))"
        let keys = table.keyMarks(of: column.name)
        if !keys.isEmpty { text += " " + keys.joined(separator: ", ") }
        if column.isNullable { text += " \"nullable\"" }
        return text
    }

    static func relation(_ key: ForeignKeyDefinition, of table: TableDefinition) -> String {
        let one = table.isNullable(key) ? "|o" : "||"
        let many = table.isUnique(key) ? "o|" : "o{"
        let label = key.columns.joined(separator: ", ")
        return "\(name(of: key.referencedName)) \(one)--\(many) \(name(of: table.qualifiedName)) : "
            + (isWord(label) ? label : "\"\(label.map { $0 == "\"" ? "'" : $0 }.asText)\"")
    }

    /// A type may have brackets, and neither spaces nor commas.
    private static func type(_ spelling: String) -> String {
        spelling.map { character in
            switch character {
            case "(", ")", "[", "]", "-": character
            case ",": "-"
            default: isWord(character) ? character : "_"
            }
        }.asText
    }

    private static func word(_ name: String) -> String {
        name.map { isWord($0) ? $0 : "_" }.asText
    }

    private static func isWord(_ text: String) -> Bool {
        text.allSatisfy(isWord) && text.first?.isNumber == false
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber) || character == "_"
    }
}

extension [Character] {
    fileprivate var asText: String { String(self) }
}

extension TableDefinition {
    /// What a column is to the table's keys, as diagrams abbreviate it.
    func keyMarks(of column: String) -> [String] {
        var marks: [String] = []
        if primaryKey.contains(column) { marks.append("PK") }
        if foreignKeys.contains(where: { $0.columns.contains(column) }) { marks.append("FK") }
        if uniques.contains(where: { $0.columns == [column] }) { marks.append("UK") }
        return marks
    }

    /// Whether a row may refer to none.
    func isNullable(_ key: ForeignKeyDefinition) -> Bool {
        columns.contains { $0.isNullable && key.columns.contains($0.name) }
    }

    /// Whether no two rows refer to the same one.
    func isUnique(_ key: ForeignKeyDefinition) -> Bool {
        let columns = Set(key.columns)
        return Set(primaryKey) == columns || uniques.contains { Set($0.columns) == columns }
            || indexes.contains { $0.isUnique && $0.predicate == nil && Set($0.keys) == columns }
    }
}
