#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension JSONEncoded: RowDecodable, ColumnDecodable, ParameterEncodable, SQLValue, ArrayElement {
    /// `jsonb`.
    public static var sqlType: SQLType { "jsonb" }

    /// Decodes the document of a `jsonb` or `json` column.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type, or when the document is not such
    ///   a value, with Foundation's error attached.
    public init(from cell: Cell) throws(PGError) {
        value = try JSONDocument.decode(Value.self, from: cell)
    }

    /// Binds to `jsonb` and `json`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types, and when the value cannot be
    ///   encoded, with Foundation's error attached.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        do throws(PGError) {
            try JSONText(try JSONDocument.text(of: value)).encode(as: type, into: &writer)
        } catch {
            throw error.underlying == nil ? .mismatch(Self.self, type) : error
        }
    }

    /// The document, or `null` when the value cannot be encoded; then binding it throws.
    public var textRepresentation: String {
        do throws(PGError) {
            return try JSONDocument.text(of: value)
        } catch {
            return "null"
        }
    }
}

/// Foundation's JSON coders behind this module's errors.
enum JSONDocument {
    /// Never changed after this line, so that all tasks can share it.
    private static let decoder = JSONDecoder()

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    static func decode<Value: Decodable>(
        _ type: Value.Type, from cell: Cell
    ) throws(PGError) -> Value {
        let document = try cell.jsonDocument(for: type)
        do {
            return try decoder.decode(type, from: document.bytes(as: Data.self))
        } catch {
            throw PGError(.decodingFailed, "the JSON document cannot be read as \(type)")
                .caused(by: error)
        }
    }

    static func text<Value: Encodable>(of value: Value) throws(PGError) -> String {
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw PGError(.parameterMismatch, "the \(Value.self) cannot be encoded as JSON")
                .caused(by: error)
        }
    }
}
