/// Where a parameter writes its bytes.
public struct ParameterWriter: Sendable {
    /// The bytes written so far, of this and of earlier parameters.
    public package(set) var bytes: [UInt8] = []

    /// The format of the parameter being written; binary unless the encoder says otherwise.
    public var format: WireFormat = .binary

    /// What is known of types that are not built in; `nil` where no placeholder has one.
    public let catalog: TypeCatalog?

    /// Makes an empty writer.
    public init(catalog: TypeCatalog? = nil) {
        self.catalog = catalog
    }

    /// Returns the name of a type: of a user's type when it is known, otherwise as ``OID`` says.
    public func typeName(of type: OID) -> String { catalog?[type]?.name ?? type.description }

    /// Whether a type goes by this name, which may be qualified with its schema.
    ///
    /// Names are how codecs of extension types know their type, whose number differs between
    /// databases.
    public func isType(_ type: OID, named name: String) -> Bool {
        catalog?.type(type, isNamed: name) ?? (type.builtInName == name)
    }

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

    /// Replaces four bytes written earlier, such as a count that is known only at the end.
    mutating func overwrite(_ value: Int32, at position: Int) {
        guard position >= 0, position + 4 <= bytes.count else { return }
        let value = UInt32(bitPattern: value)
        for offset in 0..<4 {
            bytes[position + offset] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * offset))
        }
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
        overwrite(Int32(truncatingIfNeeded: bytes.count - start - 4), at: start)
    }
}
