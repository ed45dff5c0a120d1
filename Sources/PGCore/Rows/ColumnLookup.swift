/// Finds the columns of one result by the names of properties, each name once.
///
/// A type decodes its properties in the same order for every row, so that the next name is nearly
/// always the one that followed last time; comparing it is cheaper than hashing it.
final class ColumnLookup {
    private var entries: [(name: String, column: Int?)] = []
    private var current = 0

    /// Returns the column for a property, or `nil` when the row has none.
    func column(for name: String, in row: some RowReader) -> Int? {
        if current < entries.count, entries[current].name == name { return entries[current].column }
        let next = current + 1 < entries.count ? current + 1 : 0
        if next < entries.count, entries[next].name == name {
            current = next
        } else if let known = entries.firstIndex(where: { $0.name == name }) {
            current = known
        } else {
            entries.append((name, Self.find(name, in: row)))
            current = entries.count - 1
        }
        return entries[current].column
    }

    private static func find(_ name: String, in row: some RowReader) -> Int? {
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
