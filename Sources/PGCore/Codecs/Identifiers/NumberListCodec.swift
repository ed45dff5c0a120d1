/// The binary format of `int2vector` and `oidvector`, arrays of one dimension that start at zero.
enum NumberListCodec {
    static func decode<Number: FixedWidthInteger & BitwiseCopyable, Element>(
        _ cell: Cell, of type: OID, _ make: (Number) -> Element
    ) throws(PGError) -> [Element] {
        var scanner = CellScanner(cell)
        let dimensions = try scanner.integer(as: Int32.self)
        let hasNull = try scanner.integer(as: Int32.self)
        let element = try scanner.integer(as: UInt32.self)
        guard dimensions == 0 || dimensions == 1, hasNull == 0, OID(element) == type else {
            throw PGError.malformed([Element].self, cell)
        }
        guard dimensions == 1 else {
            try scanner.end([Element].self)
            return []
        }
        let size = MemoryLayout<Number>.size
        let count = try scanner.count(ofSize: 1)
        _ = try scanner.integer(as: Int32.self)
        var elements: [Element] = []
        for _ in 0..<count {
            guard try scanner.integer(as: Int32.self) == Int32(size) else {
                throw PGError.malformed([Element].self, cell)
            }
            elements.append(make(try scanner.integer()))
        }
        try scanner.end([Element].self)
        return elements
    }

    static func encode<Number: FixedWidthInteger & BitwiseCopyable>(
        _ numbers: [Number], of type: OID, into writer: inout ParameterWriter
    ) {
        for header in [1, 0, Int32(bitPattern: type.rawValue)] { writer.write(header) }
        writer.write(Int32(truncatingIfNeeded: numbers.count))
        writer.write(Int32(0))
        for number in numbers {
            writer.write(Int32(MemoryLayout<Number>.size))
            writer.write(number)
        }
    }
}
