extension Array: ParameterEncodable where Element: ArrayElement {
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try Element.encodeArray(self, as: type, into: &writer)
    }

    public var textRepresentation: String { Element.arrayText(self) }
}

extension Array: RowDecodable where Element: ArrayElement {}

extension Array: ColumnDecodable where Element: ArrayElement {
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        self = try Element.decodeArray(from: cell)
    }
}

extension Array: SQLValue where Element: ArrayElement {
    public typealias Base = [Element]

    public static var sqlType: SQLType { Element.arraySQLType }
}

extension Optional: ArrayElement where Wrapped: SQLValue & ArrayElement {}

/// The codec of ordinary arrays, for every element that is a value by itself.
///
/// See "Arrays" in the PostgreSQL manual; the binary layout is that of `array_send`.
extension ArrayElement where Self: SQLValue {
    public static var arraySQLType: SQLType { sqlType.array }

    public static func decodeArray(from cell: Cell) throws(PGError) -> [Self] {
        switch cell.format {
        case .binary: try decodeBinaryArray(cell)
        case .text: try decodeTextArray(cell)
        }
    }

    private static func decodeBinaryArray(_ cell: Cell) throws(PGError) -> [Self] {
        guard cell.type.arrayElement != nil || !cell.type.isBuiltIn else {
            throw PGError.cannotDecode([Self].self, from: cell)
        }
        let dimensions = try cell.integer(at: 0, as: Int32.self)
        if dimensions == 0 { return [] }
        guard dimensions == 1 else {
            throw PGError(
                .decodingFailed,
                "the array has \(dimensions) dimensions, and [\(Self.self)] has one")
        }
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
        return values
    }

    private static func decodeTextArray(_ cell: Cell) throws(PGError) -> [Self] {
        guard let items = ArrayText.parse(cell.string) else {
            throw PGError.malformed([Self].self, cell)
        }
        // Outside the built-in types the element's number is not known; its text is enough.
        let element = cell.type.arrayElement ?? cell.type
        var values: [Self] = []
        values.reserveCapacity(items.count)
        for item in items {
            guard var text = item else {
                values.append(try decode(.null(of: element)))
                continue
            }
            let value = text.withUTF8 { bytes in
                Result { () throws(PGError) in
                    try decode(
                        unsafe Cell(
                            bytes: UnsafeRawBufferPointer(bytes), type: element, format: .text))
                }
            }
            values.append(try value.get())
        }
        return values
    }

    public static func encodeArray(
        _ elements: [Self], as type: OID, into writer: inout ParameterWriter
    ) throws(PGError) {
        guard let element = type.arrayElement else {
            guard !type.isBuiltIn || type == .unknown || type == .text else {
                throw .mismatch([Self].self, type)
            }
            writer.write(text: arrayText(elements))
            return
        }
        writer.write(Int32(elements.isEmpty ? 0 : 1))
        writer.write(Int32(elements.contains { $0.isNull } ? 1 : 0))
        writer.write(element.rawValue)
        guard !elements.isEmpty else { return }
        writer.write(Int32(truncatingIfNeeded: elements.count))
        writer.write(Int32(1))
        for value in elements {
            if value.isNull {
                writer.write(Int32(-1))
            } else {
                try writer.writeLengthPrefixed { (writer) throws(PGError) in
                    try encodeElement(value, as: element, into: &writer)
                }
            }
        }
    }

    /// Text types have the same bytes in both formats; any other element must be binary here.
    private static func encodeElement(
        _ value: Self, as element: OID, into writer: inout ParameterWriter
    ) throws(PGError) {
        try value.encode(as: element, into: &writer)
        guard writer.format == .text else { return }
        switch element {
        case .text, .varchar, .bpchar, .name, .xml, .json, .char: writer.format = .binary
        default: throw .mismatch([Self].self, element)
        }
    }

    public static func arrayText(_ elements: [Self]) -> String {
        ArrayText.render(elements.map { $0.isNull ? nil : $0.textRepresentation })
    }
}
