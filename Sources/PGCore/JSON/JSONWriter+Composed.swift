/// Values made of values.
extension JSONWriter {
    mutating func array(_ cell: Cell) throws(PGError) {
        var reader = try BinaryArrayReader(cell)
        if reader.lengths.isEmpty {
            bytes.append(contentsOf: "[]".utf8)
        } else {
            try elements(&reader, dimension: 0, JSONKind(reader.element))
        }
        try reader.finish()
    }

    private mutating func elements(
        _ reader: inout BinaryArrayReader, dimension: Int, _ kind: JSONKind
    ) throws(PGError) {
        bytes.append(.openBracket)
        for index in 0..<reader.lengths[dimension] {
            if index > 0 { bytes.append(.comma) }
            if dimension == reader.lengths.count - 1 {
                try value(try reader.next(), kind)
            } else {
                try elements(&reader, dimension: dimension + 1, kind)
            }
        }
        bytes.append(.closeBracket)
    }

    /// Writes a row value without names as the server does, with the keys `f1`, `f2` and so on.
    ///
    /// The binary layout is that of `record_send`.
    mutating func record(_ cell: Cell) throws(PGError) {
        let count = Int(try cell.integer(at: 0, as: Int32.self))
        var offset = 4
        bytes.append(.openBrace)
        for number in 0..<max(0, count) {
            let type = OID(try cell.integer(at: offset, as: UInt32.self))
            let length = Int(try cell.integer(at: offset + 4, as: Int32.self))
            offset += 8
            if number > 0 { bytes.append(.comma) }
            bytes.append(contentsOf: "\"f".utf8)
            bytes.append(decimal: Int64(number + 1))
            bytes.append(contentsOf: "\":".utf8)
            guard length >= 0 else {
                null()
                continue
            }
            try value(cell.slice(offset..<offset + length, type: type), JSONKind(type))
            offset += length
        }
        guard count >= 0, offset == cell.count else {
            throw PGError.malformed(JSONText.self, cell)
        }
        bytes.append(.closeBrace)
    }

    /// Writes a type that has no way of its own: as its text, when that is what was sent.
    mutating func other(_ cell: Cell) throws(PGError) {
        guard cell.isText else {
            throw PGError(
                .decodingFailed, "a value of type \(cell.type) cannot be written as JSON",
                hint: "Select it with to_jsonb(…) or ::text")
        }
        bytes.appendJSONString(cell)
    }
}
