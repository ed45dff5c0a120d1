/// An array of values whose types are known only when the program runs.
struct EncodedElements: ParameterEncodable {
    private let elements: [Element]

    init(_ elements: [any ParameterEncodable]) {
        self.elements = elements.map { Element(value: $0) }
    }

    func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try Element.encodeArray(elements, as: type, into: &writer)
    }

    var textRepresentation: String { Element.arrayText(elements) }

    private struct Element: ArrayElement {
        let value: any ParameterEncodable

        static var arraySQLType: SQLType { "anyarray" }
        static var nestedArraySQLType: SQLType { arraySQLType }

        static func decodeArray(from cell: Cell) throws(PGError) -> [Element] {
            throw PGError.cannotDecode(EncodedElements.self, from: cell)
        }

        static func decodeElement(
            from reader: inout ArrayReader, at dimension: Int
        ) throws(PGError) -> Element {
            throw reader.wrongDimensions(EncodedElements.self)
        }

        static func encodeArray(
            _ elements: [Element], as type: OID, into writer: inout ParameterWriter
        ) throws(PGError) {
            try ArrayWriter.write(
                elements, counts: [elements.count], lowerBounds: nil, as: type,
                for: EncodedElements.self, into: &writer)
        }

        static func encodeElements(
            _ elements: [Element], of array: inout ArrayWriter, into writer: inout ParameterWriter
        ) throws(PGError) {
            for element in elements { try array.write(element.value, into: &writer) }
        }

        static func counts(of elements: [Element]) throws(PGError) -> [Int] { [elements.count] }

        static func arrayText(_ elements: [Element], delimiter: Unicode.Scalar) -> String {
            ArrayText.render(
                elements.map { element in
                    element.value.isNull
                        ? "NULL" : ArrayText.quote(element.value.textRepresentation)
                }, delimiter: delimiter)
        }

        static func nestedArrayText(_ elements: [Element], delimiter: Unicode.Scalar) -> String {
            arrayText(elements, delimiter: delimiter)
        }
    }
}
