/// Where a parameter writes its bytes.
public struct ParameterWriter: Sendable {
    // Filled ahead of what is written, with bytes of no meaning: to store into an array costs a third
    // of appending to it.
    @usableFromInline package var storage: [UInt8] = []

    /// How many bytes have been written so far, for this and earlier parameters.
    public var count: Int { used }
    @usableFromInline var used = 0

    /// The bytes written so far, for this and earlier parameters; a copy.
    public var bytes: [UInt8] { Array(written) }

    /// The format of the parameter being written; binary unless the encoder says otherwise.
    public var format: WireFormat = .binary

    /// What is known of types that are not built in; `nil` where no placeholder has one.
    public package(set) var catalog: TypeCatalog?

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

    /// The bytes written so far, where they are.
    package var written: ArraySlice<UInt8> { storage[..<count] }

    /// Calls `body` with the bytes written so far, and what has been made ready behind them.
    @inlinable
    package func withUnsafeBytes<Result>(
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        unsafe storage.withUnsafeBytes { unsafe body($0) }
    }

    /// Makes room for so many more bytes.
    package mutating func reserve(_ more: Int) {
        guard storage.count - count < more else { return }
        storage.reserveCapacity(storage.count + Swift.max(more, storage.count, Self.zeros.count))
        // Whatever bytes there are: they are copied in one piece, and zeros would come one by one.
        repeat {
            storage.append(contentsOf: storage.isEmpty ? Self.zeros : storage)
        } while storage.count - count < more
    }

    private static let zeros: [UInt8] = [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]

    /// Takes room for so many bytes, which are written next.
    ///
    /// Returns where it begins.
    @inlinable
    @inline(__always)
    mutating func advance(_ more: Int) -> Int {
        let start = used
        if storage.count - start < more { grow(more) }
        used = start + more
        return start
    }

    @usableFromInline
    mutating func grow(_ more: Int) { reserve(Swift.max(more, 64)) }

    /// Appends an integer in network byte order.
    @inlinable
    public mutating func write<Value: FixedWidthInteger>(_ value: Value) {
        // All of the standard library's, in one piece: this is most of what a number costs.
        if Value.bitWidth == 8 * MemoryLayout<Value>.size {
            let start = advance(MemoryLayout<Value>.size)
            // The room for it was just made.
            unsafe storage.withUnsafeMutableBytes { storage in
                unsafe storage.storeBytes(
                    of: value.bigEndian, toByteOffset: start, as: Value.self)
            }
            return
        }
        var shift = Value.bitWidth
        while shift > 0 {
            shift -= 8
            write(byte: UInt8(truncatingIfNeeded: value >> Value(truncatingIfNeeded: shift)))
        }
    }

    /// Appends one byte.
    public mutating func write(byte: UInt8) {
        let start = advance(1)
        storage[start] = byte
    }

    /// Appends bytes.
    public mutating func write(bytes new: some Sequence<UInt8>) {
        let isWritten: Void? = new.withContiguousStorageIfAvailable { new in
            unsafe append(new)
        }
        guard isWritten == nil else { return }
        for byte in new { write(byte: byte) }
    }

    /// Appends text as UTF-8 and leaves the format alone.
    public mutating func write(utf8 text: String) {
        write(bytes: text.utf8)
    }

    private mutating func append(_ new: UnsafeBufferPointer<UInt8>) {
        guard let source = new.baseAddress, !new.isEmpty else { return }
        let start = advance(new.count)
        // The room for it was just made.
        unsafe storage.withUnsafeMutableBytes { storage in
            unsafe storage.baseAddress?.advanced(by: start)
                .copyMemory(from: source, byteCount: new.count)
        }
    }

    /// Whether a NUL is among the bytes after the first `start`.
    func containsNUL(from start: Int) -> Bool {
        unsafe storage.withUnsafeBufferPointer { bytes in
            unsafe UnsafeBufferPointer(rebasing: bytes[start..<count]).containsNUL
        }
    }

    /// Writes a parameter that is not NULL; text is ended as C wants it.
    ///
    /// Returns where its bytes end.
    @inline(__always)
    mutating func write(
        parameter value: some ParameterEncodable, as type: OID, number: Int
    ) throws(PGError) -> Int {
        let start = count
        format = .binary
        do throws(PGError) {
            try value.encode(as: type, into: &self)
        } catch {
            throw error.inParameter(number)
        }
        let end = count
        guard format == .text else { return end }
        // Text travels NUL-terminated: a NUL inside would silently cut the value.
        guard !containsNUL(from: start) else {
            throw PGError(.parameterOutOfRange, "text cannot contain a NUL character")
                .inParameter(number)
        }
        // libpq takes text as C strings and ignores the length given beside them.
        write(byte: 0)
        return end
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
        guard count >= 0, count < self.count else { return }
        used = count
    }

    /// Puts a byte before others that have been written.
    package mutating func insert(_ byte: UInt8, at position: Int) {
        guard position >= 0, position <= count else { return }
        storage.insert(byte, at: position)
        used += 1
    }

    /// Replaces four bytes written earlier, such as a count that is known only at the end.
    package mutating func overwrite(_ value: Int32, at position: Int) {
        guard position >= 0, position + 4 <= count else { return }
        // Its place was just looked at.
        unsafe storage.withUnsafeMutableBytes { storage in
            unsafe storage.storeBytes(of: value.bigEndian, toByteOffset: position, as: Int32.self)
        }
    }

    /// Appends what `body` writes, preceded by its length as a four-byte integer.
    ///
    /// - Throws: What `body` throws.
    public mutating func writeLengthPrefixed(
        _ body: (inout ParameterWriter) throws(PGError) -> Void
    ) throws(PGError) {
        let start = count
        write(Int32(0))
        try body(&self)
        overwrite(Int32(truncatingIfNeeded: count - start - 4), at: start)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether there is a NUL; eight bytes are looked at together.
    var containsNUL: Bool {
        let bytes = UnsafeRawBufferPointer(self)
        var index = 0
        while index + 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // Subtracting one borrows from a byte's highest bit, if that was not set, only from zero.
            let borrowed = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if borrowed != 0 { return true }
            index += 8
        }
        while index < bytes.count {
            if unsafe bytes[index] == 0 { return true }
            index += 1
        }
        return false
    }
}
