/// A value that is a text in a syntax of its own, which the server checks.
public protocol TextScalar: PostgresScalar, ExpressibleByStringLiteral {
    /// The text.
    var text: String { get }

    /// Makes a value from its text.
    init(_ text: String)

    /// The byte that stands before the text in binary format, where there is one.
    static var binaryVersion: UInt8? { get }
}

extension TextScalar {
    /// None: the binary format is the text.
    public static var binaryVersion: UInt8? { nil }

    /// Makes a value from a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Decodes the text and the version before it.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another version.
    public init(binary cell: Cell) throws(PGError) {
        guard let version = Self.binaryVersion else {
            self.init(cell.string)
            return
        }
        guard try cell.integer(as: UInt8.self) == version else {
            throw PGError.malformed(Self.self, cell)
        }
        self.init(try cell.slice(1..<cell.count, type: .text).string)
    }

    /// Writes the text in text format, which every version of every such type reads.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for a text with a NUL character.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try writer.write(checked: text)
    }

    /// The text.
    public var description: String { text }
}
