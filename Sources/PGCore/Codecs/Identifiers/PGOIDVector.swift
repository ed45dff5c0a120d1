/// A list of object identifiers as the catalogs keep it: the value of an `oidvector` column.
///
/// `pg_proc.proargtypes` is one. Ordinary tables have arrays.
public struct PGOIDVector: Hashable, Sendable {
    /// The numbers.
    public var elements: [OID]

    /// Makes a list from its numbers.
    public init(_ elements: [OID]) {
        self.elements = elements
    }
}

extension PGOIDVector: ExpressibleByArrayLiteral {
    /// Makes a list from its numbers.
    public init(arrayLiteral elements: OID...) {
        self.elements = elements
    }
}

extension PGOIDVector: PostgresScalar {
    /// Makes a list from numbers separated by spaces.
    public init?(_ text: String) {
        var elements: [OID] = []
        for part in text.split(separator: " ") {
            guard let element = UInt32(part).map({ OID($0) }) else { return nil }
            elements.append(element)
        }
        self.elements = elements
    }

    /// The numbers separated by spaces, as the server prints them.
    public var description: String {
        elements.map { String($0.rawValue) }.joined(separator: " ")
    }

    /// `oidvector`.
    public static var sqlType: SQLType { "oidvector" }

    /// `oidvector`.
    public static func isValue(of type: OID) -> Bool { type == .oidvector }

    /// Decodes the numbers, laid out as an array that starts at zero.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        elements = try NumberListCodec.decode(cell, of: .oid) { (number: UInt32) in
            OID(number)
        }
    }

    /// Writes the numbers, laid out as an array that starts at zero.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        // The server's binary input refuses an empty list; its text input does not.
        guard !elements.isEmpty else { return writer.write(text: "") }
        NumberListCodec.encode(elements.map { $0.rawValue }, of: .oid, into: &writer)
    }
}
