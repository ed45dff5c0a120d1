/// Finds the columns of one result by the names of properties, each name once.
///
/// A type decodes its properties in the same order for every row, so that the next name is nearly
/// always the one that followed last time; comparing it is cheaper than hashing it.
struct ColumnLookup {
    private struct Entry {
        let name: String
        let column: Int?
        var codec: Codec?
    }

    /// How a type reads a column; asking whether it conforms is slow, so the answer is kept.
    private struct Codec {
        let value: ObjectIdentifier
        let type: (any ColumnDecodable.Type)?

        init<Value>(_ value: Value.Type) {
            self.value = ObjectIdentifier(value)
            type = value as? any ColumnDecodable.Type
        }
    }

    private var entries: [Entry] = []
    private var current = 0
    private var whole: Codec?

    /// Returns the column codec of the type that the column found last is read as.
    mutating func codecOfCurrent<Value>(_ type: Value.Type) -> (any ColumnDecodable.Type)? {
        if let codec = entries[current].codec, codec.value == ObjectIdentifier(type) {
            return codec.type
        }
        let codec = Codec(type)
        entries[current].codec = codec
        return codec.type
    }

    /// Returns the column codec of the type that a whole row is read as.
    mutating func codec<Value>(ofWhole type: Value.Type) -> (any ColumnDecodable.Type)? {
        if let whole, whole.value == ObjectIdentifier(type) { return whole.type }
        let codec = Codec(type)
        whole = codec
        return codec.type
    }

    /// Returns the column for a property, or `nil` when the row has none.
    mutating func column(for name: String, in row: any RowReader) -> Int? {
        if current < entries.count, entries[current].name == name { return entries[current].column }
        let next = current + 1 < entries.count ? current + 1 : 0
        if next < entries.count, entries[next].name == name {
            current = next
        } else if let known = entries.firstIndex(where: { $0.name == name }) {
            current = known
        } else {
            entries.append(Entry(name: name, column: Self.find(name, in: row)))
            current = entries.count - 1
        }
        return entries[current].column
    }

    private static func find(_ name: String, in row: any RowReader) -> Int? {
        if let column = row.columnIndex(named: name) { return column }
        let snake = snakeCase(name)
        return snake == name ? nil : row.columnIndex(named: snake)
    }

    /// Returns the name with words separated by underscores: `authorID` becomes `author_id`.
    static func snakeCase(_ name: String) -> String {
        let characters = Array(name.unicodeScalars)
        var snake = String.UnicodeScalarView()
        for (index, character) in characters.enumerated() {
            let properties = character.properties
            if properties.isUppercase, index > 0, characters[index - 1] != "_" {
                let followsWord = !characters[index - 1].properties.isUppercase
                // The last capital of a run begins the next word: HTTPServer is http_server.
                let startsWord =
                    index + 1 < characters.count && characters[index + 1].properties.isLowercase
                if followsWord || startsWord { snake.append("_") }
            }
            snake.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
        }
        return String(snake)
    }
}
