/// The columns of a row as the properties of a Codable type.
struct RowKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: RowDecoder
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        (0..<decoder.row.columnCount).compactMap {
            Key(stringValue: decoder.row.columnName(at: $0))
        }
    }

    func contains(_ key: Key) -> Bool {
        // A name that several columns have is there: reading it says what is wrong.
        if case .none = decoder.columns.column(for: key.stringValue, in: decoder.row) {
            return false
        }
        return true
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        decoder.row.cell(at: try column(key)).isNull
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let column = try column(key)
        do {
            let cell = decoder.row.cell(at: column)
            return try cell.decodeLeaf(type, by: decoder.columns.codecOfCurrent(type))
        } catch {
            let failure = PGError.decoding(type, error)
            throw failure.column == nil
                ? failure.inColumn(column, named: decoder.row.columnName(at: column)) : failure
        }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try superDecoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try superDecoder(forKey: key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { decoder }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try cell(key) { (cell) throws(PGError) in try cell.decoder() }
    }

    private func column(_ key: Key) throws(PGError) -> Int {
        let name = key.stringValue
        return try decoder.row.onlyColumn(
            decoder.columns.column(for: name, in: decoder.row),
            for: "no column for the property \(name)", name)
    }

    private func cell<Value>(
        _ key: Key, _ body: (Cell) throws(PGError) -> Value
    ) throws(PGError) -> Value {
        let column = try column(key)
        do throws(PGError) {
            return try body(decoder.row.cell(at: column))
        } catch {
            throw error.inColumn(column, named: decoder.row.columnName(at: column))
        }
    }
}

/// What the protocol asks for once per type of the standard library.
extension RowKeyedContainer {
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try cell(key) { (cell) throws(PGError) in try Bool.decode(cell) }
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try cell(key) { (cell) throws(PGError) in try String.decode(cell) }
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try cell(key) { (cell) throws(PGError) in try Double.decode(cell) }
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try cell(key) { (cell) throws(PGError) in try Float.decode(cell) }
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try cell(key) { (cell) throws(PGError) in try Int.decode(cell) }
    }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
        try cell(key) { (cell) throws(PGError) in try Int16.decode(cell) }
    }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
        try cell(key) { (cell) throws(PGError) in try Int32.decode(cell) }
    }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try cell(key) { (cell) throws(PGError) in try Int64.decode(cell) }
    }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
        try cell(key) { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
        try cell(key) { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try cell(key) { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try cell(key) { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try cell(key) { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try cell(key) { (cell) throws(PGError) in try cell.fitting() }
    }
}
