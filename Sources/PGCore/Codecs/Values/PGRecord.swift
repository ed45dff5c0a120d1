/// A value of a composite type, a whole row of a table, or an anonymous `ROW(…)`.
///
/// Its fields are read like the columns of a row: by position, by name, or all together into a
/// Codable type.
///
/// ```swift
/// let record = try rows[0].decode("address", as: PGRecord.self)
/// let (street, number) = try record.decode(String.self, Int.self)
/// let address = try record.decode(into: Address.self)
/// ```
///
/// The names come from the catalog. An anonymous record has none, and its fields are called `f1`, `f2`
/// and so on, as the server calls them. The record owns its bytes, and may be kept.
///
/// See "Composite Types" in the PostgreSQL manual.
public struct PGRecord: Sendable {
    let storage: RecordStorage

    /// The record's type; ``OID/record`` for an anonymous one.
    public var type: OID { storage.type }

    /// The name of the record's type.
    public var typeName: String { storage.catalog?[type]?.name ?? type.description }

    /// The number of fields.
    public var count: Int { storage.fields.count }

    /// The names of the fields, in their order.
    public var fieldNames: [String] { storage.fields.map(\.name) }

    /// The types of the fields, in their order.
    public var fieldTypes: [OID] { storage.fields.map(\.type) }

    /// Decodes the fields by position.
    ///
    /// - Throws: ``PGError/Code/columnCountMismatch`` when the record has another number of fields;
    ///   ``PGError/Code/unexpectedNull`` or ``PGError/Code/decodingFailed``, naming the field.
    public func decode<each Value: RowDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PGError) -> (repeat each Value) {
        var needed = 0
        for type in repeat each types { needed += type.columnCount }
        guard needed == count else {
            throw PGError(
                .columnCountMismatch,
                "the record has \(count) fields, and \(needed) were asked for")
        }
        var index = 0
        return (repeat try (each Value)(from: self, at: &index))
    }

    /// Decodes one field by its name.
    ///
    /// - Throws: ``PGError/Code/columnNotFound``, or a decoding code naming the field.
    public func decode<Value: ColumnDecodable>(
        field name: String, as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard var index = columnIndex(named: name) else {
            throw PGError(
                .columnNotFound, "the record has no field \(name)",
                hint: "It has: \(fieldNames.joined(separator: ", "))")
        }
        return try Value(from: self, at: &index)
    }
}

extension PGRecord: RowReader {
    /// The number of fields.
    public var columnCount: Int { count }

    /// Returns the value of a field; it is valid as long as the record is.
    ///
    /// `index` must be in `0..<count`.
    public func cell(at index: Int) -> Cell { storage.cell(at: index) }

    /// Returns the name of a field.
    ///
    /// `index` must be in `0..<count`.
    public func columnName(at index: Int) -> String { storage.fields[index].name }

    /// Returns the index of the first field with this name, or `nil`.
    public func columnIndex(named name: String) -> Int? {
        storage.fields.firstIndex { $0.name == name }
    }
}

extension PGRecord: Hashable {
    /// Whether both are of one type and have the same bytes.
    public static func == (left: PGRecord, right: PGRecord) -> Bool {
        left.type == right.type && left.storage.format == right.storage.format
            && left.storage.bytes == right.storage.bytes
    }

    /// Feeds the type and the bytes to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(storage.bytes)
    }
}
