/// How the properties of a Codable type find their columns.
public struct ColumnNaming: Sendable {
    /// The names that a property's column may have, the best first.
    let columnNames: @Sendable (_ property: String) -> [String]

    /// The column is named exactly like the property.
    public static let asWritten = ColumnNaming { [$0] }

    /// The column is named like the property, or with words separated by underscores.
    ///
    /// `authorID` reads `authorID` or else `author_id`.
    public static let asWrittenOrSnakeCase = ColumnNaming { name in
        let snake = snakeCase(name)
        return snake == name ? [name] : [name, snake]
    }

    /// The column's name is made from the property's by a function.
    public static func custom(
        _ columnName: @escaping @Sendable (_ property: String) -> String
    ) -> ColumnNaming {
        ColumnNaming { [columnName($0)] }
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
