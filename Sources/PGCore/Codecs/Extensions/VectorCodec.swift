/// What the vectors of `pgvector` share in binary format.
enum VectorCodec {
    static func decode<Value>(
        _ cell: Cell, _ type: Value.Type,
        _ read: (inout CellScanner) throws(PGError) -> Float
    ) throws(PGError) -> [Float] {
        var scanner = CellScanner(cell)
        let count = try scanner.integer(as: UInt16.self)
        // The second number has no meaning yet; the server sends and wants zero.
        guard try scanner.integer(as: UInt16.self) == 0, Int(count) * 2 <= scanner.remaining else {
            throw PGError.malformed(type, cell)
        }
        var elements: [Float] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count { elements.append(try read(&scanner)) }
        try scanner.end(type)
        return elements
    }

    static func writeHeader<Value>(
        _ count: Int, of value: Value.Type, as type: OID, into writer: inout ParameterWriter
    ) throws(PGError) {
        guard let count = Int16(exactly: count) else { throw .outOfRange(value, type) }
        writer.write(count)
        writer.write(Int16(0))
    }
}

/// The spelling of dense vectors.
enum VectorText {
    static func render(_ elements: [Float]) -> String {
        "[" + elements.map { FloatText.render($0) }.joined(separator: ",") + "]"
    }

    static func parse(_ text: String) -> [Float]? {
        var scanner = TextScanner(text)
        guard scanner.take("[") else { return nil }
        if scanner.take("]") { return scanner.isAtEnd ? [] : nil }
        var elements: [Float] = []
        repeat {
            guard let element = scanner.float() else { return nil }
            elements.append(element)
        } while scanner.take(",")
        return scanner.take("]") && scanner.isAtEnd ? elements : nil
    }
}

/// Numbers of half precision, IEEE 754 binary16.
enum HalfFloat {
    /// Widens the number, which is exact.
    static func float(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 0x1F)
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:
            // Too small for a leading one: so many of the smallest number there is.
            let size = Float(fraction) * 0x1p-24
            return sign == 0 ? size : -size
        case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }

    /// Rounds to the nearest half, the even one of two; what is too large is infinite.
    static func bits(_ value: Float) -> UInt16 {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isNaN { return sign | 0x7E00 }
        let size = value.magnitude
        if size >= 65_520 { return sign | 0x7C00 }
        if size < 0x1p-14 {
            return sign | UInt16((size * 0x1p24).rounded(.toNearestOrEven))
        }
        let pattern = size.bitPattern
        // Rounding up may carry into the exponent, which is then right as well.
        let rounded = pattern + 0xFFF + (pattern >> 13 & 1)
        return sign | UInt16(truncatingIfNeeded: (rounded >> 13) - (112 << 10))
    }
}
