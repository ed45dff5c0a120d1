/// Composite values and arrays as the nested containers of Codable types.
extension Cell {
    /// Returns the fields of a composite value as a container, or `nil` for a value of another type.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    func fieldContainer<Key: CodingKey>(
        keyedBy type: Key.Type
    ) throws(PGError) -> KeyedDecodingContainer<Key>? {
        guard !isNull, self.type == .record || self.type.compositeFields(in: catalog) != nil else {
            return nil
        }
        return RowDecoder(row: try PGRecord(from: self), naming: .asWrittenOrSnakeCase)
            .container(keyedBy: type)
    }

    /// Returns the elements of an array as a container, or `nil` for a value of another type.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    func elementContainer() throws(PGError) -> (any UnkeyedDecodingContainer)? {
        guard !isNull, type.arrayElement(in: catalog) != nil else { return nil }
        return ElementContainer(ArrayCursor(try ArrayReader(self, for: [PGRecord].self)))
    }
}

/// The place in an array up to which its elements are decoded, shared by the containers of its rows.
private final class ArrayCursor {
    var reader: ArrayReader

    init(_ reader: ArrayReader) {
        self.reader = reader
    }
}

/// The elements of one dimension of an array.
private struct ElementContainer: UnkeyedDecodingContainer {
    private let cursor: ArrayCursor
    private let dimension: Int
    let count: Int?
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }

    init(_ cursor: ArrayCursor, dimension: Int = 0) {
        self.cursor = cursor
        self.dimension = dimension
        count = cursor.reader.counts.isEmpty ? 0 : cursor.reader.counts[dimension]
    }

    var isAtEnd: Bool { currentIndex >= count ?? 0 }

    private var isInnermost: Bool { dimension + 1 >= cursor.reader.counts.count }

    private func requireElement() throws(PGError) {
        if isAtEnd {
            throw PGError(.decodingFailed, "the array has no element \(currentIndex + 1)")
        }
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, isInnermost else { return false }
        var reader = cursor.reader
        guard try reader.withNext({ $0.isNull }) else { return false }
        cursor.reader = reader
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try requireElement()
        guard isInnermost else {
            let value = try Value(from: try superDecoder())
            return value
        }
        let result = try cursor.reader.withNext { cell in
            Result {
                // An optional decides by itself what NULL is.
                cell.isNull
                    ? try Value(from: CellDecoder(cell: cell))
                    : try cell.decodeLeaf(type, by: type as? any ColumnDecodable.Type)
            }
        }
        currentIndex += 1
        return try result.get()
    }

    mutating func nestedContainer<Key: CodingKey>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        throw PGError(
            .decodingFailed, "an element of an array is read as a whole",
            hint: "Decode a type for the element")
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try superDecoder().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
        try requireElement()
        guard !isInnermost else {
            throw PGError(.decodingFailed, "the array has no more dimensions")
        }
        currentIndex += 1
        return RowOfArrayDecoder(container: ElementContainer(cursor, dimension: dimension + 1))
    }
}

/// Presents one row of an array of several dimensions.
private struct RowOfArrayDecoder: Decoder {
    let container: ElementContainer
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw PGError(.decodingFailed, "a row of an array cannot be read as an object")
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { container }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw PGError(.decodingFailed, "a row of an array cannot be read as a single value")
    }
}
