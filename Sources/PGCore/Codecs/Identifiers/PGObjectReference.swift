/// An object of the catalog, by number or by name: the value of a `regclass` column and its like.
///
/// The server sends the number in binary format and the name in text format, which a statement falls
/// back to when one of its columns has no binary format. To always get one of them, cast the
/// column to `oid` or to `text`.
public enum PGObjectReference: Hashable, Sendable {
    /// The object's number; zero refers to nothing.
    case oid(OID)

    /// The object's name, quoted and qualified where that is needed.
    case name(String)
}

extension PGObjectReference: ExpressibleByStringLiteral {
    /// Makes a reference by name.
    public init(stringLiteral name: String) {
        self = .name(name)
    }
}

extension PGObjectReference: PostgresScalar {
    /// Makes a reference from the server's text: digits are a number, a hyphen is zero.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        if text == "-" {
            self = .oid(OID(0))
        } else if let number = UInt32(text) {
            self = .oid(OID(number))
        } else {
            self = .name(text)
        }
    }

    /// The name, or the digits of the number.
    public var description: String {
        switch self {
        case .oid(let oid): String(oid.rawValue)
        case .name(let name): name
        }
    }

    /// `regclass`, a table, view, index or sequence.
    public static var sqlType: SQLType { "regclass" }

    /// `oid` and every type whose values are objects of the catalog.
    public static func isValue(of type: OID) -> Bool { type == .oid || type.isObjectReference }

    /// Decodes the number.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        self = .oid(OID(try cell.wholeInteger(as: UInt32.self)))
    }

    /// Writes the number, or the name for the server to look up.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for a name where the server wants a number.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch self {
        case .oid(let oid): writer.write(oid.rawValue)
        case .name(let name):
            guard type != .oid else { throw .mismatch(PGObjectReference.self, type) }
            try writer.write(checked: name)
        }
    }
}
