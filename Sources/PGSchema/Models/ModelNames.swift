/// Swift names for what a database calls its things: valid, never twice the same, and the same at
/// every run.
struct ModelNames {
    private var used: Set<String>

    /// Starts with names that are taken.
    init(reserved: Set<String> = []) {
        used = reserved
    }

    /// Returns the first candidate that is free, or the last one with a number, and takes it.
    mutating func take(_ candidates: String...) -> String {
        for candidate in candidates where used.insert(candidate).inserted { return candidate }
        let last = candidates.last ?? ""
        var number = 2
        while !used.insert("\(last)\(number)").inserted { number += 1 }
        return "\(last)\(number)"
    }
}

extension ModelNames {
    /// `user_accounts` is `UserAccount`, `people` is `Person`.
    static func type(_ table: String) -> String {
        var words = words(table)
        if let last = words.popLast() { words.append(singular(last)) }
        let name = words.map(capitalized).joined()
        return startsLikeAName(name) ? name : "Table" + name
    }

    /// `user_role` is `UserRole`: nothing is made singular.
    static func enumType(_ name: String) -> String {
        let name = words(name).map(capitalized).joined()
        return startsLikeAName(name) ? name : "Type" + name
    }

    /// `author_id` is `authorID`, `Full Name` is `fullName`.
    static func property(_ column: String) -> String {
        let words = words(column)
        let name = (words.first.map(lowered) ?? "") + words.dropFirst().map(capitalized).joined()
        guard startsLikeAName(name) else { return "column" + capitalized(name) }
        return unusable.contains(name) ? name + "Value" : name
    }

    /// A case for a label: `in progress` is `inProgress`.
    static func label(_ label: String) -> String {
        let words = words(label)
        let name = (words.first.map(lowered) ?? "") + words.dropFirst().map(capitalized).joined()
        guard startsLikeAName(name) else { return "case" + capitalized(name) }
        return ["self", "init"].contains(name) ? name + "Case" : name
    }

    /// The name as it is written in Swift.
    static func escaped(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    /// A property for a foreign key: the column without the name of the key it holds.
    static func reference(_ column: String, to key: String) -> String {
        for suffix in ["_" + key.lowercased(), "_id", "_uuid", "_key", "ID", "Id"]
        where column.hasSuffix(suffix) && column.count > suffix.count {
            return property(String(column.dropLast(suffix.count)))
        }
        return property(column)
    }

    private static func startsLikeAName(_ name: String) -> Bool {
        name.first.map { $0.isLetter } ?? false
    }

    /// Letters and digits; everything else separates words, and so does a capital in `firstName`.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        for part in name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            var word = ""
            var earlier: Character?
            for letter in part {
                if letter.isUppercase, earlier?.isLowercase == true {
                    words.append(word)
                    word = ""
                }
                word.append(letter)
                earlier = letter
            }
            words.append(word)
        }
        return words
    }

    private static let acronyms: [String: String] = [
        "id": "ID", "ids": "IDs", "url": "URL", "uuid": "UUID", "uri": "URI", "ip": "IP",
    ]

    private static func capitalized(_ word: String) -> String {
        let lower = word.lowercased()
        if let acronym = acronyms[lower] { return acronym }
        let isShouted = word.count > 1 && word == word.uppercased()
        return word.prefix(1).uppercased()
            + (isShouted ? String(lower.dropFirst()) : String(word.dropFirst()))
    }

    private static func lowered(_ word: String) -> String {
        let isShouted = word == word.uppercased()
        return isShouted
            ? word.lowercased() : word.prefix(1).lowercased() + word.dropFirst()
    }

    private static let irregular: [String: String] = [
        "people": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse",
        "data": "data", "media": "media", "series": "series", "species": "species", "news": "news",
        "movies": "movie", "statuses": "status", "addresses": "address", "indices": "index",
    ]

    /// English as tables have it; a word in doubt stays as it is.
    static func singular(_ word: String) -> String {
        let lower = word.lowercased()
        if let found = irregular[lower] {
            return word == lower ? found : capitalized(found)
        }
        for ending in ["ss", "us", "is"] where lower.hasSuffix(ending) { return word }
        if lower.hasSuffix("ies"), lower.count > 4 { return word.dropLast(3) + "y" }
        for ending in ["sses", "xes", "ches", "shes", "zzes", "buses"] where lower.hasSuffix(ending)
        {
            return String(word.dropLast(2))
        }
        return lower.hasSuffix("s") && lower.count > 2 ? String(word.dropLast()) : word
    }
}

extension ModelNames {
    /// Many rows of a table: `track` and `tracks` are `tracks`, `order_line` is `orderLines`.
    static func collection(_ table: String) -> String {
        var words = words(table)
        guard let last = words.popLast() else { return property(table) }
        return property((words + [plural(singular(last))]).joined(separator: "_"))
    }

    private static func plural(_ word: String) -> String {
        let lower = word.lowercased()
        if let known = irregular.first(where: { $0.value == lower })?.key {
            return word == lower ? known : capitalized(known)
        }
        for ending in ["s", "x", "z", "ch", "sh"] where lower.hasSuffix(ending) {
            return word + "es"
        }
        let beforeLast = lower.dropLast().last
        let isConsonant = beforeLast.map { !"aeiou".contains($0) } ?? false
        return lower.hasSuffix("y") && isConsonant ? word.dropLast() + "ies" : word + "s"
    }
}

extension ModelNames {
    /// Types that the models use or that their declarations need: a model of such a name would hide
    /// them.
    static let reservedTypes: Set<String> = [
        "Any", "Array", "Bool", "BelongsTo", "Character", "Check", "Codable", "Column", "Columns",
        "ColumnGroup", "CreatedAt", "Data", "Date", "Decimal", "Decodable", "Default", "Deferred",
        "Dictionary", "Double", "Embedded", "Encodable", "Entity", "Equatable", "Error", "Float",
        "Generated", "HasMany", "HasOne", "Hashable", "ID", "Index", "Int", "Int16", "Int32",
        "Int64",
        "JSON", "JSONPath", "JSONText", "ManyToMany", "Never", "Optional", "PrimaryKey", "Protocol",
        "References", "Result", "Schema", "Self", "Sendable", "Session", "Set", "Snapshot",
        "Stored",
        "String", "Table", "Task", "Through", "ToMany", "ToOne", "ToOneInverse", "Type", "URL",
        "UUID", "Unique", "UpdatedAt", "Version", "Void", "XMLText",
    ]

    /// Properties that an entity has already, or that Swift has for every type.
    private static let unusable: Set<String> = [
        "clear", "changedColumns", "columns", "definition", "init", "insertColumns", "insertValues",
        "known", "load", "parameter", "persistentID", "relationships", "restore",
        "selectedExpressions", "self", "snapshot", "table", "unsetColumns",
    ]

    private static let keywords: Set<String> = [
        "as", "associatedtype", "await", "break", "case", "catch", "class", "continue", "default",
        "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate",
        "for", "func", "guard", "if", "import", "in", "inout", "internal", "is", "let", "nil",
        "operator", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows",
        "return", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
        "try", "typealias", "var", "where", "while",
    ]
}
