/// A single value for Codable: the only column of a row, or a cell.
protocol CellContainer: SingleValueDecodingContainer {
    /// Calls `body` with the cell.
    ///
    /// - Throws: ``PGError/Code/columnCountMismatch``, or what `body` throws.
    func value<Value>(_ body: (Cell) throws(PGError) -> Value) throws(PGError) -> Value
}

extension CellContainer {
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool {
        do throws(PGError) {
            return try value { $0.isNull }
        } catch {
            return false
        }
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        try value { (cell) throws(PGError) in try Bool.decode(cell) }
    }
    func decode(_ type: String.Type) throws -> String {
        try value { (cell) throws(PGError) in try String.decode(cell) }
    }
    func decode(_ type: Double.Type) throws -> Double {
        try value { (cell) throws(PGError) in try Double.decode(cell) }
    }
    func decode(_ type: Float.Type) throws -> Float {
        try value { (cell) throws(PGError) in try Float.decode(cell) }
    }
    func decode(_ type: Int.Type) throws -> Int {
        try value { (cell) throws(PGError) in try Int.decode(cell) }
    }
    func decode(_ type: Int16.Type) throws -> Int16 {
        try value { (cell) throws(PGError) in try Int16.decode(cell) }
    }
    func decode(_ type: Int32.Type) throws -> Int32 {
        try value { (cell) throws(PGError) in try Int32.decode(cell) }
    }
    func decode(_ type: Int64.Type) throws -> Int64 {
        try value { (cell) throws(PGError) in try Int64.decode(cell) }
    }
    func decode(_ type: Int8.Type) throws -> Int8 {
        try value { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt.Type) throws -> UInt {
        try value { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt8.Type) throws -> UInt8 {
        try value { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt16.Type) throws -> UInt16 {
        try value { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt32.Type) throws -> UInt32 {
        try value { (cell) throws(PGError) in try cell.fitting() }
    }
    func decode(_ type: UInt64.Type) throws -> UInt64 {
        try value { (cell) throws(PGError) in try cell.fitting() }
    }
}

/// The only column of a row, or the row itself for a type that names its columns.
struct RowSingleValueContainer: CellContainer {
    let decoder: RowDecoder

    func value<Value>(_ body: (Cell) throws(PGError) -> Value) throws(PGError) -> Value {
        let row = decoder.row
        guard row.columnCount == 1 else {
            throw PGError(
                .columnCountMismatch,
                "the row has \(row.columnCount) columns, and a single value was wanted")
        }
        do throws(PGError) {
            return try body(row.cell(at: 0))
        } catch {
            throw error.inColumn(0, named: row.columnName(at: 0))
        }
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard let column = decoder.columns.codec(ofWhole: type) else {
            return try Value(from: decoder)
        }
        return try value { (cell) throws(PGError) in try cell.decode(column, as: type) }
    }
}

/// A cell as a single value.
struct CellSingleValueContainer: CellContainer {
    let cell: Cell

    func value<Value>(_ body: (Cell) throws(PGError) -> Value) throws(PGError) -> Value {
        try body(cell)
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try cell.decodeLeaf(type, by: type as? any ColumnDecodable.Type)
    }
}
