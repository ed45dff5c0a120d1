/// How several rows are put together as JSON.
public enum JSONLayout: Sendable, Hashable {
    /// One array of objects: `[{"id":1},{"id":2}]`.
    case array
    /// One object on each line, also known as NDJSON or JSON Lines.
    case lines
}

/// How values of rows are written as JSON, where there is a choice.
///
/// The defaults write what the server's `row_to_json` writes, except that `bytea` is base64, that
/// instants end in `Z`, and that intervals are ISO 8601.
public struct JSONOptions: Sendable, Hashable {
    /// How numbers are written that are not numbers in JSON.
    public enum NonFinite: Sendable, Hashable {
        /// As the strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
        case string
        /// As `null`.
        case null
    }

    /// Whether a number is written as it is or as a string, which no reader can round.
    public enum Number: Sendable, Hashable {
        /// As a number.
        case number
        /// As a string of digits.
        case string
    }

    /// How bytes are written.
    public enum Bytes: Sendable, Hashable {
        /// As base64.
        case base64
        /// As the server prints them: `\x`, then hexadecimal digits.
        case hexadecimal
    }

    /// How keys are made from the columns' names.
    public enum Keys: Sendable, Hashable {
        /// The column's name as it is.
        case asWritten
        /// `created_at` becomes `createdAt`.
        case camelCase
    }

    /// How NaN and the infinities are written.
    public var nonFinite = NonFinite.string

    /// How `numeric` is written; readers that use binary fractions lose digits of a number.
    public var numeric = Number.number

    /// How `bigint` is written; JavaScript rounds numbers beyond 2^53.
    public var int8 = Number.number

    /// How `bytea` is written.
    public var bytea = Bytes.base64

    /// How keys are made from the columns' names.
    public var keys = Keys.asWritten

    /// Makes options that are all at their defaults.
    public init() {}
}

extension JSONOptions.Keys {
    func key(for name: String) -> String {
        guard self == .camelCase else { return name }
        var key = ""
        var startsWord = false
        for character in name {
            if character == "_", !key.isEmpty {
                startsWord = true
            } else {
                key += startsWord ? character.uppercased() : String(character)
                startsWord = false
            }
        }
        return key
    }
}
