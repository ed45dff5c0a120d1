public import PGCore

/// One value in every form it has: in Swift, and as the server prints and sends it.
///
/// The texts and bytes come from a PostgreSQL server, not from this library, so that the codecs are
/// tested against it without one. The same tables run against a live server as well: select
/// `text::sqlType` and compare.
public struct CodecSample: Sendable, CustomStringConvertible {
    /// The type's name in SQL, such as `numeric` or `int4[]`.
    public let sqlType: String
    /// The type's number.
    public let oid: OID
    /// What the server prints, with `DateStyle` ISO and the time zone UTC.
    public let text: String
    /// What the server sends in binary format.
    public let binary: [UInt8]
    /// The name of the Swift type.
    public let swiftType: String
    /// The Swift value.
    public let value: any ParameterEncodable
    /// Whether encoding gives exactly ``binary``: not so for JSON that the server reformats.
    public let isCanonical: Bool
    /// Decodes a cell as the Swift type and returns the result's text representation.
    public let decode: @Sendable (Cell) throws(PGError) -> String

    /// Makes a sample.
    public init<Value: SQLValue>(
        _ value: Value, _ sqlType: String, _ oid: OID, text: String, hex: String,
        isCanonical: Bool = true
    ) {
        self.sqlType = sqlType
        self.oid = oid
        self.text = text
        self.value = value
        self.isCanonical = isCanonical
        swiftType = "\(Value.self)"
        binary = Self.bytes(hex)
        decode = { (cell) throws(PGError) in try Value.decode(cell).textRepresentation }
    }

    /// The Swift type, the SQL type and the beginning of the text.
    public var description: String {
        "\(swiftType) as \(sqlType): \(text.prefix(40))"
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { index in
            UInt8(digits[index] * 16 + digits[index + 1])
        }
    }
}

extension CodecSample {
    /// Every sample of every type.
    public static let all = builtIn + ofExtensions + vectors

    /// Every sample of the types that every server has.
    public static let builtIn =
        booleans + integers + floats + texts + bytes + numerics + dates + times + timestamps
        + intervals + documents + arrays + wideArrays + ranges + multiranges + addresses
        + scalars + shapes + identifiers + searches
}
