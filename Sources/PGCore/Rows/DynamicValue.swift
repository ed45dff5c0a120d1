#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value of a column whose type is known only when the program runs.
///
/// It holds what the server sent in the Swift type that goes with it, for programs that show or
/// pass on the results of statements they did not write.
public enum DynamicValue: Hashable, Sendable {
    /// NULL.
    case null
    /// A `boolean`.
    case bool(Bool)
    /// An integer of any size, or an `oid`, `xid` or `cid`.
    case integer(Int64)
    /// A `real` or a `double precision`.
    case double(Double)
    /// A `numeric`.
    case numeric(PGNumeric)
    /// Text, a value of an enum, and the text of every value without a case here that has one.
    case text(String)
    /// A `bytea`.
    case bytes([UInt8])
    /// A `uuid`.
    case uuid(UUID)
    /// A `date`.
    case date(PGDate)
    /// A `time`.
    case time(PGTime)
    /// A `timestamp`.
    case timestamp(PGTimestamp)
    /// A `timestamptz`.
    case timestamptz(PGTimestampTZ)
    /// An `interval`.
    case interval(PGInterval)
    /// A `json` or `jsonb` document.
    case json(JSONText)
    /// An array; one of several dimensions is an array of arrays.
    case array([DynamicValue])
    /// A composite value, with its fields in their order; those of one without a type are called
    /// `f1`, `f2` and so on.
    case record([Field])
    /// The bytes of a value in binary format whose type this library does not know.
    case other(OID, [UInt8])

    /// A field of a composite value.
    public struct Field: Hashable, Sendable {
        /// The field's name.
        public let name: String
        /// The field's value.
        public let value: DynamicValue

        /// Makes a field.
        public init(_ name: String, _ value: DynamicValue) {
            self.name = name
            self.value = value
        }
    }
}

extension DynamicValue: ColumnDecodable {
    /// Decodes a value that is not NULL, of any type.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        switch cell.type {
        case .bool: self = .bool(try Bool(from: cell))
        case .int2, .int4, .int8, .oid, .xid, .cid: self = .integer(try Int64(from: cell))
        case .float4, .float8: self = .double(try Double(from: cell))
        case .numeric: self = .numeric(try PGNumeric(from: cell))
        case .bytea: self = .bytes(try [UInt8](from: cell))
        case .uuid: self = .uuid(try UUID(from: cell))
        case .date: self = .date(try PGDate(from: cell))
        case .time: self = .time(try PGTime(from: cell))
        case .timestamp: self = .timestamp(try PGTimestamp(from: cell))
        case .timestamptz: self = .timestamptz(try PGTimestampTZ(from: cell))
        case .interval: self = .interval(try PGInterval(from: cell))
        case .json, .jsonb: self = .json(try JSONText(from: cell))
        case let type where type.arrayElement != nil: self = try DynamicValue(array: cell)
        case .record where cell.format == .binary: self = try DynamicValue(record: cell)
        default: self = try DynamicValue(known: cell)
        }
    }

    /// Decodes a value, NULL being ``null``.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public static func decode(_ cell: Cell) throws(PGError) -> DynamicValue {
        cell.isNull ? .null : try DynamicValue(from: cell)
    }

    /// Decodes a type that is not built in as the catalog says.
    private init(known cell: Cell) throws(PGError) {
        switch cell.shape {
        case .domain(let base): self = try DynamicValue(from: cell.retyped(base))
        case .record: self = try DynamicValue(record: cell)
        case .array: self = try DynamicValue(knownArray: cell)
        case .text: self = .text(cell.string)
        case .unknown: self = try DynamicValue(textOrOther: cell)
        }
    }

    private init(record cell: Cell) throws(PGError) {
        let record = try PGRecord(from: cell)
        var fields: [Field] = []
        fields.reserveCapacity(record.count)
        for index in 0..<record.count {
            fields.append(
                Field(record.columnName(at: index), try .decode(record.cell(at: index))))
        }
        self = .record(fields)
    }

    private init(knownArray cell: Cell) throws(PGError) {
        var reader = try ArrayReader(cell, for: DynamicValue.self)
        self = .array(
            reader.counts.isEmpty ? [] : try Self.elements(of: &reader, dimension: 0))
        try reader.finish(for: DynamicValue.self)
    }

    private static func elements(
        of reader: inout ArrayReader, dimension: Int
    ) throws(PGError) -> [DynamicValue] {
        var values: [DynamicValue] = []
        let isInnermost = dimension == reader.counts.count - 1
        for _ in 0..<reader.counts[dimension] {
            values.append(
                isInnermost
                    ? try reader.next(as: DynamicValue.self)
                    : .array(try elements(of: &reader, dimension: dimension + 1)))
        }
        return values
    }

    private init(textOrOther cell: Cell) throws(PGError) {
        if cell.format == .text || cell.isText {
            self = .text(cell.string)
        } else if let type = cell.type.builtInScalar {
            self = .text(try type.init(from: cell).description)
        } else if let type = cell.type.builtInRange {
            self = .text(try type.init(from: cell).description)
        } else {
            self = .other(cell.type, cell.array)
        }
    }

    private init(array cell: Cell) throws(PGError) {
        guard cell.format == .binary else {
            self = try DynamicValue(arrayText: cell)
            return
        }
        var reader = try BinaryArrayReader(cell)
        self = .array(reader.lengths.isEmpty ? [] : try Self.elements(&reader, dimension: 0))
        try reader.finish()
    }

    private static func elements(
        _ reader: inout BinaryArrayReader, dimension: Int
    ) throws(PGError) -> [DynamicValue] {
        var values: [DynamicValue] = []
        values.reserveCapacity(reader.lengths[dimension])
        let isInnermost = dimension == reader.lengths.count - 1
        for _ in 0..<reader.lengths[dimension] {
            values.append(
                isInnermost
                    ? try decode(reader.next())
                    : .array(try elements(&reader, dimension: dimension + 1)))
        }
        return values
    }

    private init(arrayText cell: Cell) throws(PGError) {
        guard let element = cell.type.arrayElement, let items = ArrayText.parse(cell.string) else {
            self = .text(cell.string)
            return
        }
        var values: [DynamicValue] = []
        for item in items {
            guard let item else {
                values.append(.null)
                continue
            }
            values.append(
                try Cell.withText(item, type: element) { (cell) throws(PGError) in
                    try DynamicValue(from: cell)
                })
        }
        self = .array(values)
    }
}

extension Cell {
    /// Whether the bytes are text although the format is binary.
    ///
    /// The built-in types of text are known. A type that is not built in tells nothing about its
    /// representation: an enum sends its label, while a composite, range or extension type sends
    /// counts or flags, which show as control characters.
    var isText: Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .unknown, .xml, .cstring, .refcursor, .void:
            true
        default: !type.isBuiltIn && isPlainUTF8
        }
    }

    /// Whether the bytes are valid UTF-8 without control characters.
    private var isPlainUTF8: Bool {
        unsafe withBytes { bytes in
            unsafe !bytes.contains { $0 < 0x20 || $0 == 0x7F }
                && String(validating: bytes, as: UTF8.self) != nil
        }
    }
}
