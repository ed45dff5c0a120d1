import PGCore

/// The types of placeholders that a statement's text states itself.
///
/// Written as `$1::bigint`, a placeholder has that type whatever surrounds it, so the server need
/// not be asked before the value is sent. The Swift type of a value does *not* tell: stating
/// `bigint` for an `Int` would change what the server infers, from an `int` argument of a function
/// to the result of `generate_series($1, 3)`.
enum StatedTypes {
    /// Returns the types of all placeholders, if every occurrence of each is cast to the same
    /// built-in type, and `nil` when the server has to be asked.
    static func of(_ text: String, count: Int) -> [OID]? {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "$")) else { return count == 0 ? [] : nil }
        // A backslash may end a string elsewhere than it seems.
        guard !bytes.contains(UInt8(ascii: "\\")) else { return nil }
        var scanner = PlaceholderScanner(bytes)
        var types: [OID?] = Array(repeating: nil, count: count)
        while let placeholder = scanner.next() {
            guard placeholder.number >= 1, placeholder.number <= count,
                let type = placeholder.type
            else { return nil }
            let known = types[placeholder.number - 1]
            guard known == nil || known == type else { return nil }
            types[placeholder.number - 1] = type
        }
        let stated = types.compactMap { $0 }
        return stated.count == count ? stated : nil
    }

    /// The spellings of types that mean the same wherever they stand.
    static let names: [String: OID] = [
        "bool": .bool, "boolean": .bool, "bytea": .bytea, "date": .date, "decimal": .numeric,
        "float4": .float4, "float8": .float8, "int": .int4, "int2": .int2, "int4": .int4,
        "int8": .int8, "bigint": .int8, "integer": .int4, "json": .json, "jsonb": .jsonb,
        "numeric": .numeric, "oid": .oid, "real": .float4, "smallint": .int2, "text": .text,
        "timestamp": .timestamp, "timestamptz": .timestamptz, "uuid": .uuid, "varchar": .varchar,
    ]

    /// The array types whose elements have these spellings.
    static let arrays: [OID: OID] = [
        .bool: .boolArray, .bytea: .byteaArray, .date: .dateArray, .float4: .float4Array,
        .float8: .float8Array, .int2: .int2Array, .int4: .int4Array, .int8: .int8Array,
        .json: .jsonArray, .jsonb: .jsonbArray, .numeric: .numericArray, .oid: .oidArray,
        .text: .textArray, .timestamp: .timestampArray, .timestamptz: .timestamptzArray,
        .uuid: .uuidArray, .varchar: .varcharArray,
    ]
}

/// Finds the placeholders in SQL, and the type each is cast to.
struct PlaceholderScanner {
    struct Placeholder {
        let number: Int
        /// The built-in type of the cast right behind it, if there is one.
        let type: OID?
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The highest number of a placeholder.
    static func count(in text: String) -> Int {
        var scanner = PlaceholderScanner(Array(text.utf8))
        var highest = 0
        while let placeholder = scanner.next() { highest = max(highest, placeholder.number) }
        return highest
    }

    mutating func next() -> Placeholder? {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                position += 1
                skip(until: byte)
            case UInt8(ascii: "-") where peek(1) == byte:
                skip(until: UInt8(ascii: "\n"))
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                skipComment()
            case UInt8(ascii: "$"):
                if let placeholder = placeholderOrQuote() { return placeholder }
            case _ where isWord(byte):
                skipWord()
            default:
                position += 1
            }
        }
        return nil
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "_") || byte >= 128
            || isDigit(byte)
    }

    /// Passes over a name, which may have dollars in it.
    private mutating func skipWord() {
        while let byte = peek(), isWord(byte) || byte == UInt8(ascii: "$") { position += 1 }
    }

    private mutating func skip(until end: UInt8) {
        while let byte = peek(), byte != end { position += 1 }
        position += 1
    }

    private mutating func skipComment() {
        var depth = 0
        repeat {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
            } else {
                position += 1
            }
        } while depth > 0 && position < bytes.count
    }

    /// Reads `$1` and its cast, or passes over a dollar-quoted string.
    private mutating func placeholderOrQuote() -> Placeholder? {
        let start = position
        position += 1
        var number = 0
        while let byte = peek(), isDigit(byte), number < 100_000 {
            number = number * 10 + Int(byte - 48)
            position += 1
        }
        if position > start + 1 { return Placeholder(number: number, type: castType()) }
        while let byte = peek(), isWord(byte) { position += 1 }
        guard peek() == UInt8(ascii: "$") else { return nil }
        position += 1
        let delimiter = bytes[start..<position]
        while position < bytes.count, !bytes[position...].starts(with: delimiter) { position += 1 }
        position += delimiter.count
        return nil
    }

    private mutating func castType() -> OID? {
        skipSpaces()
        guard peek() == UInt8(ascii: ":"), peek(1) == UInt8(ascii: ":") else { return nil }
        position += 2
        skipSpaces()
        var type: OID?
        let name = word()
        if name == "double" {
            skipSpaces()
            type = word() == "precision" ? .float8 : nil
        } else {
            type = StatedTypes.names[name]
        }
        skipSpaces()
        if peek() == UInt8(ascii: "["), peek(1) == UInt8(ascii: "]") {
            position += 2
            type = type.flatMap { StatedTypes.arrays[$0] }
            skipSpaces()
        }
        return isWholeType() ? type : nil
    }

    /// Whether the type's name ends here: no length, no qualification, no further words of it.
    private func isWholeType() -> Bool {
        guard let byte = peek() else { return true }
        guard byte != UInt8(ascii: "("), byte != UInt8(ascii: "["), byte != UInt8(ascii: ".") else {
            return false
        }
        var ahead = self
        return !["with", "without", "varying"].contains(ahead.word())
    }

    private mutating func skipSpaces() {
        while let byte = peek(), byte == 32 || (byte >= 9 && byte <= 13) { position += 1 }
    }

    private mutating func word() -> String {
        let start = position
        skipWord()
        return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
    }
}
