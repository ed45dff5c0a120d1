/// A single byte: the value of a column of the internal type `"char"`, with its quotes.
///
/// The catalogs use it, such as `pg_class.relkind`. It is not `char(1)`, which is a `String`.
public struct PGChar: Hashable, Sendable {
    /// The byte.
    public var byte: UInt8

    /// Makes a value from its byte.
    public init(_ byte: UInt8) {
        self.byte = byte
    }
}

extension PGChar: ExpressibleByUnicodeScalarLiteral {
    /// Makes a value from an ASCII character.
    public init(unicodeScalarLiteral scalar: Unicode.Scalar) {
        byte = UInt8(ascii: scalar)
    }
}

extension PGChar: PostgresScalar {
    /// Makes a value from the server's text: a character, nothing for the byte zero, or a backslash
    /// and three octal digits.
    public init?(_ text: String) {
        self.init(text: Array(text.utf8))
    }

    private init?(text: [UInt8]) {
        switch text.count {
        case 0: byte = 0
        case 1: byte = text[0]
        case 4 where text[0] == UInt8(ascii: "\\"):
            let digits = String(decoding: text[1...], as: UTF8.self)
            guard text[1...].allSatisfy({ (48...55).contains($0) }),
                let byte = UInt8(digits, radix: 8)
            else { return nil }
            self.byte = byte
        default: return nil
        }
    }

    /// The server's text.
    public var description: String {
        switch byte {
        case 0: ""
        case 1..<0x80: String(Unicode.Scalar(byte))
        default: "\\" + String(byte, radix: 8)
        }
    }

    /// `"char"`.
    public static var sqlType: SQLType { "\"char\"" }

    /// `"char"`.
    public static func isValue(of type: OID) -> Bool { type == .char }

    /// Decodes a byte in either format.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .char else { throw PGError.cannotDecode(PGChar.self, from: cell) }
        // Before PostgreSQL 16 the text of a byte above 127 can be that byte alone, not UTF-8.
        if cell.format == .binary {
            try self.init(binary: cell)
        } else if let value = PGChar(text: cell.array) {
            self = value
        } else {
            throw PGError.malformed(PGChar.self, cell)
        }
    }

    /// Decodes the byte.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        byte = try cell.wholeInteger()
    }

    /// Writes the byte.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(byte: byte)
    }
}
