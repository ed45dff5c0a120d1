/// Arrays of numbers in binary format, read in one tight loop.
///
/// Elements of a fixed size lie at regular distances, so that the array's size is checked once. What
/// the loop does not expect, such as NULL or a number that does not fit, is left to the general
/// decoder, which says what is wrong.
extension IntegerSQLValue {
    /// Decodes an array of integers.
    ///
    /// - Throws: ``PGError/Code/decodingFailed``, or ``PGError/Code/unexpectedNull`` for an element.
    @inlinable
    public static func decodeArray(from cell: Cell) throws(PGError) -> [Self] {
        let values: [Self]? =
            switch cell.type {
            case .int4Array: integers(cell, Int32.self, .int4)
            case .int8Array: integers(cell, Int64.self, .int8)
            case .int2Array: integers(cell, Int16.self, .int2)
            default: nil
            }
        if let values { return values }
        return try decodeGeneralArray(cell)
    }

    @inlinable
    static func integers<Wire: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ cell: Cell, _ wire: Wire.Type, _ element: OID
    ) -> [Self]? {
        cell.numbers(wire, element) { (wire, lost: inout Bool) in
            let value = Self(truncatingIfNeeded: wire)
            // True as well when the number changed its sign.
            if Int64(truncatingIfNeeded: value) != Int64(truncatingIfNeeded: wire) { lost = true }
            return value
        }
    }

    @usableFromInline
    static func decodeGeneralArray(_ cell: Cell) throws(PGError) -> [Self] {
        var reader = try ArrayReader(cell, for: [Self].self)
        let values = try decodeElements(from: &reader, at: 0)
        try reader.finish(for: [Self].self)
        return values
    }
}

extension Double {
    /// Decodes an array of floating-point numbers.
    ///
    /// - Throws: ``PGError/Code/decodingFailed``, or ``PGError/Code/unexpectedNull`` for an element.
    @inlinable
    public static func decodeArray(from cell: Cell) throws(PGError) -> [Double] {
        let values: [Double]? =
            switch cell.type {
            case .float8Array:
                cell.numbers(UInt64.self, .float8) { (wire, _) in Double(bitPattern: wire) }
            case .float4Array:
                cell.numbers(UInt32.self, .float4) { (wire, _) in Double(Float(bitPattern: wire)) }
            default: nil
            }
        if let values { return values }
        var reader = try ArrayReader(cell, for: [Double].self)
        let general = try decodeElements(from: &reader, at: 0)
        try reader.finish(for: [Double].self)
        return general
    }
}

extension Float {
    /// Decodes an array of floating-point numbers.
    ///
    /// - Throws: ``PGError/Code/decodingFailed``, or ``PGError/Code/unexpectedNull`` for an element.
    @inlinable
    public static func decodeArray(from cell: Cell) throws(PGError) -> [Float] {
        if cell.type == .float4Array,
            let values = cell.numbers(
                UInt32.self, .float4, { (wire, _) in Float(bitPattern: wire) })
        {
            return values
        }
        var reader = try ArrayReader(cell, for: [Float].self)
        let general = try decodeElements(from: &reader, at: 0)
        try reader.finish(for: [Float].self)
        return general
    }
}

extension Cell {
    /// Reads a one-dimensional array of numbers of one size and no NULL, or returns `nil` when it is
    /// anything else.
    ///
    /// `convert` says when a number was lost; it is inlined, as is all of this.
    @inlinable
    @inline(__always)
    func numbers<Wire: FixedWidthInteger & BitwiseCopyable, Value>(
        _ wire: Wire.Type, _ element: OID, _ convert: (Wire, inout Bool) -> Value
    ) -> [Value]? {
        let stride = MemoryLayout<Wire>.size + 4
        guard format == .binary, let bytes = unsafe bytes, bytes.count >= 20,
            unsafe bytes.loadUnaligned(as: Int32.self) == Int32(1).bigEndian,
            unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
                == element.rawValue.bigEndian
        else { return nil }
        let count = Int(
            Int32(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 12, as: Int32.self)))
        guard count >= 0, bytes.count == 20 + count * stride,
            let base = bytes.baseAddress
        else { return nil }
        // Collected, and looked at once at the end: a loop without exits runs faster.
        let length = Int32(MemoryLayout<Wire>.size).bigEndian
        var wrongLengths: Int32 = 0
        var lost = false
        let values = unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            var position = unsafe base + 20
            for index in 0..<count {
                unsafe wrongLengths |= position.loadUnaligned(as: Int32.self) ^ length
                let number = Wire(
                    bigEndian: unsafe position.loadUnaligned(fromByteOffset: 4, as: Wire.self))
                unsafe buffer.initializeElement(at: index, to: convert(number, &lost))
                unsafe position += stride
            }
            initialized = count
        }
        return wrongLengths == 0 && !lost ? values : nil
    }
}
