/// Writes the elements of an array in binary format, and notices when that is not possible.
public struct ArrayWriter {
    /// The elements' type; of domains the type they are made of.
    private let element: OID
    /// Whether each element so far had a binary form.
    private(set) var isBinary = true
    private(set) var hasNull = false

    private init(element: OID) {
        self.element = element
    }

    /// Writes one element, preceded by its length.
    ///
    /// Every element is encoded even when an earlier one was text, so that each is checked.
    ///
    /// - Throws: What the element throws.
    public mutating func write<Element: ParameterEncodable>(
        _ value: Element, into writer: inout ParameterWriter
    ) throws(PGError) {
        guard !value.isNull else {
            hasNull = true
            writer.write(Int32(-1))
            return
        }
        let isBinary = try writer.writeInner(value, as: element)
        if !isBinary { self.isBinary = false }
    }

    /// Writes an array: in binary where every element has a binary form, otherwise as its literal.
    ///
    /// `lowerBounds` is `nil` when all of them are one.
    static func write<Element: ArrayElement, Value>(
        _ elements: [Element], counts: [Int], lowerBounds: [Int]?, as type: OID,
        for swiftType: Value.Type, into writer: inout ParameterWriter
    ) throws(PGError) {
        guard let element = type.arrayElement(in: writer.catalog) else {
            guard type.takesText else { throw .mismatch(swiftType, type) }
            writer.write(text: text(of: elements, counts, lowerBounds, delimiter: ","))
            return
        }
        let start = writer.count
        do throws(PGError) {
            if try writeBinary(elements, counts, lowerBounds, as: element, into: &writer) {
                writer.format = .binary
                return
            }
        } catch {
            // The elements do not go together with the type: say so of the array the user bound.
            throw error.code == .parameterMismatch ? .mismatch(swiftType, type) : error
        }
        writer.truncate(to: start)
        let delimiter = element.arrayDelimiter(in: writer.catalog)
        writer.write(text: text(of: elements, counts, lowerBounds, delimiter: delimiter))
    }

    private static func writeBinary<Element: ArrayElement>(
        _ elements: [Element], _ counts: [Int], _ lowerBounds: [Int]?, as element: OID,
        into writer: inout ParameterWriter
    ) throws(PGError) -> Bool {
        let isEmpty = counts.contains(0)
        writer.write(Int32(truncatingIfNeeded: isEmpty ? 0 : counts.count))
        let flags = writer.count
        writer.write(Int32(0))
        writer.write(element.rawValue)
        guard !isEmpty else { return true }
        for (dimension, count) in counts.enumerated() {
            writer.write(Int32(truncatingIfNeeded: count))
            writer.write(Int32(truncatingIfNeeded: lowerBounds?[dimension] ?? 1))
        }
        var array = ArrayWriter(element: element.base(in: writer.catalog))
        try Element.encodeElements(elements, of: &array, into: &writer)
        if array.hasNull { writer.overwrite(1, at: flags) }
        return array.isBinary
    }

    /// Returns the literal; `elements` may be arrays themselves, or all elements in row-major order.
    static func text<Element: ArrayElement>(
        of elements: [Element], _ counts: [Int], _ lowerBounds: [Int]?, delimiter: Unicode.Scalar
    ) -> String {
        guard !counts.contains(0) else { return "{}" }
        guard let lowerBounds else { return Element.arrayText(elements, delimiter: delimiter) }
        var prefix = ""
        if lowerBounds.contains(where: { $0 != 1 }) {
            for (lower, count) in zip(lowerBounds, counts) {
                prefix += "[\(lower):\(lower + count - 1)]"
            }
            prefix += "="
        }
        return prefix + braces(elements[...], counts[...], delimiter)
    }

    private static func braces<Element: ArrayElement>(
        _ elements: ArraySlice<Element>, _ counts: ArraySlice<Int>, _ delimiter: Unicode.Scalar
    ) -> String {
        guard let count = counts.first, counts.count > 1, count > 0 else {
            return Element.arrayText(Array(elements), delimiter: delimiter)
        }
        let step = elements.count / count
        let rows = stride(from: elements.startIndex, to: elements.endIndex, by: max(1, step)).map {
            braces(elements[$0..<$0 + step], counts.dropFirst(), delimiter)
        }
        return ArrayText.render(rows, delimiter: delimiter)
    }
}

extension ParameterWriter {
    /// Writes a value that is part of another, preceded by its length; `type` is no domain.
    ///
    /// Returns whether the bytes are the type's binary form.
    mutating func writeInner<Value: ParameterEncodable>(
        _ value: Value, as type: OID
    ) throws(PGError) -> Bool {
        try writeLengthPrefixed { (writer) throws(PGError) in
            writer.format = .binary
            try value.encode(as: type, into: &writer)
        }
        return format == .binary || type.isTextInBothFormats(in: catalog)
    }
}
