extension Array: ParameterEncodable where Element: ArrayElement {
    /// Binds to an array type, as the element type says.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try Element.encodeArray(self, as: type, into: &writer)
    }

    /// The array's literal, such as `{"1",NULL}`.
    public var textRepresentation: String { Element.arrayText(self) }
}

extension Array: RowDecodable where Element: ArrayElement {}

extension Array: ColumnDecodable where Element: ArrayElement {
    /// Decodes a one-dimensional array, whatever its lower bound.
    ///
    /// - Throws: ``PGError/Code/unexpectedNull`` for a NULL element of a type that is not optional;
    ///   ``PGError/Code/decodingFailed`` for other types, dimensions or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        self = try Element.decodeArray(from: cell)
    }
}

extension Array: SQLValue where Element: ArrayElement {
    /// The array itself: an array is never an optional.
    public typealias Base = [Element]

    /// The element's array type.
    public static var sqlType: SQLType { Element.arraySQLType }
}

extension Optional: ArrayElement where Wrapped: SQLValue & ArrayElement {}

/// The codec of ordinary arrays, for every element that is a value by itself.
///
/// See "Arrays" in the PostgreSQL manual; the binary layout is that of `array_send`.
extension ArrayElement where Self: SQLValue {
    /// The element's SQL type with `[]`.
    public static var arraySQLType: SQLType { sqlType.array }

    /// Decodes an array that is not NULL.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` or ``PGError/Code/unexpectedNull`` for an element.
    public static func decodeArray(from cell: Cell) throws(PGError) -> [Self] {
        guard cell.type.arrayElement != nil || !cell.type.isBuiltIn else {
            throw PGError.cannotDecode([Self].self, from: cell)
        }
        return switch cell.format {
        case .binary: try decodeBinaryArray(cell)
        case .text: try decodeTextArray(cell)
        }
    }

    /// Writes an array: in binary where every element has a binary form, otherwise as its literal.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public static func encodeArray(
        _ elements: [Self], as type: OID, into writer: inout ParameterWriter
    ) throws(PGError) {
        guard let element = type.arrayElement else {
            guard type.takesText else { throw .mismatch([Self].self, type) }
            writer.write(text: arrayText(elements))
            return
        }
        let start = writer.bytes.count
        do throws(PGError) {
            if try writeBinary(elements, as: element, into: &writer) { return }
        } catch {
            // The elements do not go together with the type: say so of the array the user bound.
            throw error.code == .parameterMismatch ? .mismatch([Self].self, type) : error
        }
        writer.truncate(to: start)
        writer.write(text: arrayText(elements))
    }

    /// Returns an array's literal.
    public static func arrayText(_ elements: [Self]) -> String {
        ArrayText.render(elements.map { $0.isNull ? nil : $0.textRepresentation })
    }
}

extension ArrayElement where Self: SQLValue {
    private static func decodeBinaryArray(_ cell: Cell) throws(PGError) -> [Self] {
        let dimensions = try cell.integer(at: 0, as: Int32.self)
        if dimensions == 0, cell.count == 12 { return [] }
        guard dimensions == 1 else { throw tooManyDimensions("\(dimensions)") }
        let element = OID(try cell.integer(at: 8, as: UInt32.self))
        let count = Int(try cell.integer(at: 12, as: Int32.self))
        // Each element has at least its four length bytes: bounds what a bad count can reserve.
        guard count >= 0, count <= cell.count / 4 else {
            throw PGError.malformed([Self].self, cell)
        }
        var values: [Self] = []
        values.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            let length = Int(try cell.integer(at: offset, as: Int32.self))
            offset += 4
            if length < 0 {
                values.append(try decode(.null(of: element)))
            } else {
                values.append(try decode(cell.slice(offset..<offset + length, type: element)))
                offset += length
            }
        }
        guard offset == cell.count else { throw PGError.malformed([Self].self, cell) }
        return values
    }

    private static func decodeTextArray(_ cell: Cell) throws(PGError) -> [Self] {
        let text = cell.string
        guard let items = ArrayText.parse(text) else {
            if text.hasPrefix("{{") || text.hasPrefix("[") { throw tooManyDimensions("several") }
            throw PGError.malformed([Self].self, cell)
        }
        // Outside the built-in types the element's number is not known; its text is enough.
        let element = cell.type.arrayElement ?? cell.type
        var values: [Self] = []
        values.reserveCapacity(items.count)
        for item in items {
            if let item {
                values.append(try Cell.withText(item, type: element, decode))
            } else {
                values.append(try decode(.null(of: element)))
            }
        }
        return values
    }

    private static func tooManyDimensions(_ count: String) -> PGError {
        PGError(
            .decodingFailed, "the array has \(count) dimensions, and [\(Self.self)] has one",
            hint: "Unnest the array in the SQL, or decode a String of its text")
    }

    /// Writes the binary form and returns whether every element had one.
    ///
    /// Every element is encoded even when an earlier one was text, so that each is checked.
    private static func writeBinary(
        _ elements: [Self], as element: OID, into writer: inout ParameterWriter
    ) throws(PGError) -> Bool {
        writer.write(Int32(elements.isEmpty ? 0 : 1))
        writer.write(Int32(elements.contains { $0.isNull } ? 1 : 0))
        writer.write(element.rawValue)
        guard !elements.isEmpty else { return true }
        writer.write(Int32(truncatingIfNeeded: elements.count))
        writer.write(Int32(1))
        var isBinary = true
        for value in elements {
            if value.isNull {
                writer.write(Int32(-1))
                continue
            }
            try writer.writeLengthPrefixed { (writer) throws(PGError) in
                writer.format = .binary
                try value.encode(as: element, into: &writer)
            }
            if writer.format == .text, !element.hasSameBytesInBothFormats { isBinary = false }
        }
        writer.format = .binary
        return isBinary
    }
}

extension OID {
    /// Whether the type's binary representation is its text.
    fileprivate var hasSameBytesInBothFormats: Bool {
        switch self {
        case .text, .varchar, .bpchar, .name, .xml, .json, .char: true
        default: false
        }
    }
}
