#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension UUID: SQLValue, ArrayElement {
    /// `uuid`.
    public static var sqlType: SQLType { "uuid" }

    /// Decodes `uuid`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .uuid else { throw PGError.cannotDecode(UUID.self, from: cell) }
        if cell.format == .binary {
            self.init(bits: try cell.wholeInteger(as: UInt128.self))
        } else {
            self = try UUID(uuidText: cell)
        }
    }

    /// Makes a UUID whose first byte is the number's highest; called by the decoder above.
    @inlinable
    init(bits: UInt128) {
        func byte(_ index: Int) -> UInt8 {
            UInt8(truncatingIfNeeded: bits >> UInt128(120 - 8 * index))
        }
        self.init(
            uuid: (
                byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7),
                byte(8), byte(9), byte(10), byte(11), byte(12), byte(13), byte(14), byte(15)
            ))
    }

    @usableFromInline
    init(uuidText cell: Cell) throws(PGError) {
        guard let value = UUID(uuidString: cell.string) else {
            throw PGError.malformed(UUID.self, cell)
        }
        self = value
    }

    /// Binds to `uuid`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard type == .uuid else {
            try writer.writeText(of: self, as: type)
            return
        }
        let id = uuid
        writer.write(bytes: [id.0, id.1, id.2, id.3, id.4, id.5, id.6, id.7])
        writer.write(bytes: [id.8, id.9, id.10, id.11, id.12, id.13, id.14, id.15])
    }

    /// The canonical text, in lower case as the server writes it.
    public var textRepresentation: String { uuidString.lowercased() }
}
