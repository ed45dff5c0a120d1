/// Where a parameter writes its bytes.
public struct ParameterWriter: Sendable {
    /// The bytes written so far, of this and of earlier parameters.
    public package(set) var bytes: [UInt8] = []

    /// The format of the parameter being written; binary unless the encoder says otherwise.
    public var format: WireFormat = .binary

    /// Makes an empty writer.
    public init() {}

    /// Makes room for so many more bytes.
    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(bytes.count + count)
    }

    /// Appends an integer in network byte order.
    @inlinable
    public mutating func write<Value: FixedWidthInteger>(_ value: Value) {
        var shift = Value.bitWidth
        while shift > 0 {
            shift -= 8
            write(byte: UInt8(truncatingIfNeeded: value >> Value(truncatingIfNeeded: shift)))
        }
    }

    /// Appends one byte.
    public mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    /// Appends bytes.
    public mutating func write(bytes new: some Sequence<UInt8>) {
        bytes.append(contentsOf: new)
    }

    /// Appends text as UTF-8 and leaves the format alone.
    public mutating func write(utf8 text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes the value's text representation and marks the parameter as text.
    public mutating func write(text: String) {
        format = .text
        write(utf8: text)
    }

    /// Writes the value's text as a character type or as a type made by users.
    ///
    /// Both take any text, and the server's input function checks it.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for every other type.
    public mutating func writeText<Value: ParameterEncodable>(
        of value: Value, as type: OID
    ) throws(PGError) {
        guard type.takesText else { throw .mismatch(Value.self, type) }
        write(text: value.textRepresentation)
    }

    /// Removes every byte after the first `count`, to write the value another way.
    public mutating func truncate(to count: Int) {
        guard count >= 0, count < bytes.count else { return }
        bytes.removeLast(bytes.count - count)
    }

    /// Appends what `body` writes, preceded by its length as a four-byte integer.
    ///
    /// - Throws: What `body` throws.
    public mutating func writeLengthPrefixed(
        _ body: (inout ParameterWriter) throws(PGError) -> Void
    ) throws(PGError) {
        let start = bytes.count
        write(Int32(0))
        try body(&self)
        let length = UInt32(truncatingIfNeeded: bytes.count - start - 4)
        for offset in 0..<4 {
            bytes[start + offset] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * offset))
        }
    }
}
