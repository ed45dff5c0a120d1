#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Data: SQLValue, ArrayElement {
    /// `bytea`.
    public static var sqlType: SQLType { "bytea" }

    /// Decodes `bytea`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed text.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .bytea else { throw PGError.cannotDecode(Data.self, from: cell) }
        self = cell.format == .binary ? cell.bytes(as: Data.self) : Data(try ByteaText.parse(cell))
    }

    /// Binds to `bytea`, and as hexadecimal text to types made by users.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try ByteaText.write(self, as: type, into: &writer)
    }

    /// The bytes in hexadecimal, preceded by `\x`.
    public var textRepresentation: String { ByteaText.render(self) }
}
