/// Keys with texts, each of which may be NULL: the value of an `hstore` column.
///
/// ```swift
/// let attributes: PGHStore = ["colour": "red", "size": nil]
/// ```
///
/// Its Codable form, such as its JSON, is that of a dictionary. See the extension `hstore` in the
/// PostgreSQL manual.
public struct PGHStore: Hashable, Sendable {
    /// The keys and their texts.
    public var pairs: [String: String?]

    /// Makes a value from its pairs.
    public init(_ pairs: [String: String?]) {
        self.pairs = pairs
    }

    /// The text of a key: `nil` when there is no such key, and also when its text is NULL.
    public subscript(key: String) -> String? {
        get { pairs[key] ?? nil }
        set { pairs[key] = .some(newValue) }
    }

    /// The keys in the server's order, the shorter before the longer.
    private var keys: [String] {
        pairs.keys.sorted { left, right in
            let (left, right) = (left.utf8, right.utf8)
            return left.count == right.count
                ? left.lexicographicallyPrecedes(right) : left.count < right.count
        }
    }
}

extension PGHStore: ExpressibleByDictionaryLiteral {
    /// Makes a value from its pairs; of a key that repeats, the last stays.
    public init(dictionaryLiteral pairs: (String, String?)...) {
        self.pairs = Dictionary(pairs) { $1 }
    }
}

extension PGHStore: PostgresScalar {
    /// Makes a value from its text, `"colour"=>"red", "size"=>NULL`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        pairs = [:]
        if scanner.isAtEnd { return }
        repeat {
            while scanner.take(" ") {}
            guard let key = scanner.quoted(by: "\""), scanner.take("=>") else { return nil }
            if scanner.take("NULL") {
                pairs[key] = .some(nil)
            } else {
                guard let value = scanner.quoted(by: "\"") else { return nil }
                pairs[key] = .some(value)
            }
        } while scanner.take(",")
        guard scanner.isAtEnd else { return nil }
    }

    /// The pairs in quotes, as the server prints them.
    public var description: String {
        keys.map { key in Self.quote(key) + "=>" + (self[key].map(Self.quote) ?? "NULL") }
            .joined(separator: ", ")
    }

    private static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// `hstore`.
    public static var sqlType: SQLType { "hstore" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }

    /// Decodes the pairs.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        let count = try scanner.count(ofSize: 8)
        pairs = [:]
        for _ in 0..<count {
            let key = try scanner.slice(Int(try scanner.integer(as: Int32.self))).string
            let length = Int(try scanner.integer(as: Int32.self))
            pairs[key] = .some(length < 0 ? nil : try scanner.slice(length).string)
        }
        try scanner.end(PGHStore.self)
    }

    /// Writes the pairs.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for a text with a NUL character.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let count = Int32(exactly: pairs.count) else {
            throw .outOfRange(PGHStore.self, type)
        }
        writer.write(count)
        for key in keys {
            try writer.writeLengthPrefixed(key)
            if let value = self[key] {
                try writer.writeLengthPrefixed(value)
            } else {
                writer.write(Int32(-1))
            }
        }
    }
}

extension PGHStore {
    /// Decodes a dictionary.
    ///
    /// - Throws: `DecodingError`.
    public init(from decoder: any Decoder) throws {
        pairs = try [String: String?](from: decoder)
    }

    /// Encodes a dictionary.
    ///
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try pairs.encode(to: encoder)
    }
}

extension ParameterWriter {
    fileprivate mutating func writeLengthPrefixed(_ text: String) throws(PGError) {
        guard !text.utf8.contains(0) else { throw PGError.nulCharacter }
        try writeLengthPrefixed { (writer) throws(PGError) in writer.write(utf8: text) }
    }
}
