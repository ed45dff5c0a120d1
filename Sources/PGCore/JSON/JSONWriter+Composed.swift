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

    /// Writes a composite value as an object of its fields.
    ///
    /// The keys are those of the catalog, and for a row value without names those the server gives
    /// it: `f1`, `f2` and so on.
    mutating func record(_ cell: Cell) throws(PGError) {
        let record = try PGRecord(from: cell)
        bytes.append(.openBrace)
        for index in 0..<record.count {
            if index > 0 { bytes.append(.comma) }
            bytes.appendJSONString(options.keys.key(for: record.columnName(at: index)))
            bytes.append(.colon)
            let field = record.cell(at: index)
            try value(field, JSONKind(field.type))
        }
        bytes.append(.closeBrace)
    }

    /// Writes a type that is not built in: as the catalog says, or as its text, when that is what was
    /// sent.
    mutating func other(_ cell: Cell) throws(PGError) {
        switch cell.shape {
        case .domain(let base): try value(cell.retyped(base), JSONKind(base))
        case .record: try record(cell)
        case .array: try knownArray(cell)
        case .text: bytes.appendJSONString(cell)
        case .unknown:
            guard cell.format == .text || cell.isText else {
                throw PGError(
                    .decodingFailed,
                    "a value of type \(cell.typeName) cannot be written as JSON",
                    hint: "Select it with to_jsonb(…) or ::text")
            }
            bytes.appendJSONString(cell)
        }
    }

    /// Writes an array whose element type is in the catalog, from either format.
    private mutating func knownArray(_ cell: Cell) throws(PGError) {
        var reader = try ArrayReader(cell, for: JSONText.self)
        if reader.counts.isEmpty {
            bytes.append(contentsOf: "[]".utf8)
        } else {
            try elements(of: &reader, dimension: 0, JSONKind(reader.element))
        }
        try reader.finish(for: JSONText.self)
    }

    private mutating func elements(
        of reader: inout ArrayReader, dimension: Int, _ kind: JSONKind
    ) throws(PGError) {
        bytes.append(.openBracket)
        for index in 0..<reader.counts[dimension] {
            if index > 0 { bytes.append(.comma) }
            if dimension == reader.counts.count - 1 {
                try reader.withNext { (cell) throws(PGError) in try value(cell, kind) }
            } else {
                try elements(of: &reader, dimension: dimension + 1, kind)
            }
        }
        bytes.append(.closeBracket)
    }
}
