/// Writes rows as JSON bytes, straight from the cells: no value is made in between.
///
/// What depends on the columns alone is worked out once: how each is written, and its key with
/// everything around it.
@usableFromInline
struct JSONWriter: Sendable {
    /// A column's way of writing and what comes before its value in an object.
    struct Column: Sendable {
        let name: String
        let kind: JSONKind
        let key: [UInt8]
    }

    private let columns: [Column]
    let options: JSONOptions
    /// Whether a line break between tokens of a document would end the row.
    let keepsOneLine: Bool
    @usableFromInline var bytes: [UInt8] = []

    @usableFromInline
    init(names: [String], types: [OID], options: JSONOptions, keepsOneLine: Bool) {
        self.options = options
        self.keepsOneLine = keepsOneLine
        columns = zip(names, types).enumerated().map { index, column in
            var key: [UInt8] = index == 0 ? [] : [.comma]
            key.appendJSONString(options.keys.key(for: column.0))
            key.append(.colon)
            return Column(name: column.0, kind: JSONKind(column.1), key: key)
        }
    }

    /// Writes a row as an object.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` naming the column.
    @inlinable
    mutating func write<Row: RowReader>(_ row: borrowing Row) throws(PGError) {
        bytes.append(.openBrace)
        for column in 0..<columnCount { try write(row.cell(at: column), in: column) }
        bytes.append(.closeBrace)
    }

    @usableFromInline var columnCount: Int { columns.count }

    /// Writes one pair of an object.
    @usableFromInline
    mutating func write(_ cell: Cell, in column: Int) throws(PGError) {
        bytes.append(contentsOf: columns[column].key)
        try writeValue(cell, in: column)
    }

    /// Writes a value of a column.
    @usableFromInline
    mutating func writeValue(_ cell: Cell, in column: Int) throws(PGError) {
        do throws(PGError) {
            try value(cell, columns[column].kind)
        } catch {
            throw error.inColumn(column, named: columns[column].name)
        }
    }

    /// Writes the key of a column and the beginning of the array of its values.
    @usableFromInline
    mutating func openColumn(_ column: Int) {
        bytes.append(contentsOf: columns[column].key)
        bytes.append(.openBracket)
    }

    mutating func value(_ cell: Cell, _ kind: JSONKind) throws(PGError) {
        if cell.isNull {
            null()
        } else if cell.format == .binary {
            try binary(cell, kind)
        } else {
            try text(cell, kind)
        }
    }

    private mutating func binary(_ cell: Cell, _ kind: JSONKind) throws(PGError) {
        switch kind {
        case .bool: bool(try cell.wholeInteger(as: UInt8.self) != 0)
        case .int2: integer(Int64(try cell.wholeInteger(as: Int16.self)))
        case .int4: integer(Int64(try cell.wholeInteger(as: Int32.self)))
        case .int8: int8(try cell.wholeInteger())
        case .unsigned: integer(Int64(try cell.wholeInteger(as: UInt32.self)))
        case .float4: floatingPoint(Float(bitPattern: try cell.wholeInteger()))
        case .float8: floatingPoint(Double(bitPattern: try cell.wholeInteger()))
        case .numeric: try numeric(cell)
        case .text: bytes.appendJSONString(cell)
        case .json, .jsonb: try document(cell)
        case .uuid: try uuid(cell)
        case .bytea: bytea(cell.array)
        case .date: date(PGDate(daysSince2000: try cell.wholeInteger()))
        case .time: try time(cell)
        case .timestamp: instant(try cell.wholeInteger(), zone: false)
        case .timestamptz: instant(try cell.wholeInteger(), zone: true)
        case .interval: string(try PGInterval(from: cell).iso8601)
        case .array: try array(cell)
        case .record: try record(cell)
        case .scalar(let type): bytes.appendJSONString(try type.init(from: cell).description)
        case .range(let type): bytes.appendJSONString(try type.init(from: cell).description)
        case .other: try other(cell)
        }
    }

    /// Writes what arrived in text format, because some column of the statement has no binary one.
    private mutating func text(_ cell: Cell, _ kind: JSONKind) throws(PGError) {
        switch kind {
        case .bool: bool(try Bool(from: cell))
        case .int2, .int4, .unsigned: integer(try Int64(from: cell))
        case .int8: int8(try Int64(from: cell))
        case .float4: floatingPoint(try Float(from: cell))
        case .float8: floatingPoint(try Double(from: cell))
        case .numeric: numeric(try PGNumeric(from: cell))
        case .text, .record, .scalar, .range: bytes.appendJSONString(cell)
        case .other: try other(cell)
        case .json, .jsonb: try document(cell)
        case .uuid: bytes.appendJSONString(cell)
        case .bytea: bytea(try [UInt8](from: cell))
        case .date: date(try PGDate(from: cell))
        case .time: clock(try PGTime(from: cell).microseconds)
        case .timestamp: instant(try PGTimestamp(from: cell).microsecondsSince2000, zone: false)
        case .timestamptz: instant(try PGTimestampTZ(from: cell).microsecondsSince2000, zone: true)
        case .interval: string(try PGInterval(from: cell).iso8601)
        case .array: try arrayText(cell)
        }
    }
}

extension UInt8 {
    @usableFromInline static let openBrace = UInt8(ascii: "{")
    @usableFromInline static let closeBrace = UInt8(ascii: "}")
    @usableFromInline static let openBracket = UInt8(ascii: "[")
    @usableFromInline static let closeBracket = UInt8(ascii: "]")
    @usableFromInline static let comma = UInt8(ascii: ",")
    @usableFromInline static let newline = UInt8(ascii: "\n")
    static let colon = UInt8(ascii: ":")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let zero = UInt8(ascii: "0")
    static let minus = UInt8(ascii: "-")
}
