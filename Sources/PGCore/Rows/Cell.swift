/// One value of one row, still in the server's representation.
///
/// A cell borrows the memory of the result it came from. It is valid while a decoder runs and must
/// not be kept: copy out what is needed. Every accessor checks its bounds, so that a decoder
/// written against this type cannot read past the value, whatever the server sent.
@safe
public struct Cell {
    // Four words, so that a cell is returned in registers: one more would go through memory.

    /// Where the value's bytes begin, owned by the result; `nil` for NULL.
    @usableFromInline let start: UnsafeRawPointer?

    /// The number of bytes of the value; zero for NULL and for an empty value.
    public let count: Int

    /// The type the server reported for the column.
    public let type: OID

    /// Whether the bytes are the type's text or its binary representation.
    public let format: WireFormat

    /// How many containers the value is inside of.
    @usableFromInline let depth: UInt8

    /// What is known of types that are not built in, kept alive by the owner of the bytes.
    @usableFromInline unowned(unsafe) let knownTypes: TypeCatalog?

    /// Makes a cell over memory that must stay valid and unchanged while the cell is in use.
    ///
    /// No memory at all is NULL; memory without an address is an empty value.
    @inlinable
    @unsafe public init(bytes: UnsafeRawBufferPointer?, type: OID, format: WireFormat) {
        unsafe self.init(bytes: bytes, type: type, format: format, catalog: nil)
    }

    /// Makes a cell over memory and a catalog that must stay valid while the cell is in use.
    @inlinable
    @unsafe public init(
        bytes: UnsafeRawBufferPointer?, type: OID, format: WireFormat, catalog: TypeCatalog?,
        depth: UInt8 = 0
    ) {
        unsafe start = bytes.map { unsafe $0.baseAddress ?? Self.nowhere }
        count = unsafe bytes?.count ?? 0
        self.type = type
        self.format = format
        self.depth = depth
        unsafe knownTypes = catalog
    }

    /// Where an empty value is when it has no memory: no address would mean NULL.
    ///
    /// Unsafe only in name: the address never changes, and nothing is read or written there.
    @usableFromInline nonisolated(unsafe) static let nowhere = UnsafeRawPointer(
        UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))

    /// The value's bytes, or `nil` for NULL.
    @inlinable
    var bytes: UnsafeRawBufferPointer? {
        unsafe start.map { unsafe UnsafeRawBufferPointer(start: $0, count: count) }
    }

    /// What is known of types that are not built in; `nil` for rows that have none.
    @inlinable
    public var catalog: TypeCatalog? { unsafe knownTypes }

    /// Returns the cell with what is known of types that are not built in.
    ///
    /// The catalog must stay valid while the cell is in use.
    @unsafe public func inCatalog(_ catalog: TypeCatalog) -> Cell {
        unsafe Cell(bytes: bytes, type: type, format: format, catalog: catalog, depth: depth)
    }

    /// Whether the value is NULL.
    @inlinable
    public var isNull: Bool {
        unsafe start == nil
    }

    /// Returns the big-endian integer that starts at `offset`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the value is too short.
    @inlinable
    public func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int = 0, as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard let start = unsafe start, offset >= 0,
            offset <= count - MemoryLayout<Value>.size
        else { throw truncated(MemoryLayout<Value>.size, at: offset) }
        return Value(bigEndian: unsafe start.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    /// Returns the big-endian integer that is the whole value.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the value has another size.
    @inlinable
    public func wholeInteger<Value: FixedWidthInteger & BitwiseCopyable>(
        as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard let start = unsafe start, count == MemoryLayout<Value>.size
        else { throw truncated(MemoryLayout<Value>.size, at: 0) }
        return Value(bigEndian: unsafe start.loadUnaligned(as: Value.self))
    }

    /// The value's bytes read as UTF-8; invalid sequences become U+FFFD.
    @inlinable
    public var string: String {
        guard let bytes = unsafe bytes else { return "" }
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// A copy of the value's bytes.
    @inlinable
    public var array: [UInt8] {
        guard let bytes = unsafe bytes else { return [] }
        return unsafe Array(bytes)
    }

    /// Returns a copy of the value's bytes as a collection of the caller's choice.
    @inlinable
    public func bytes<Bytes: RangeReplaceableCollection>(
        as type: Bytes.Type
    ) -> Bytes where Bytes.Element == UInt8 {
        guard let bytes = unsafe bytes else { return Bytes() }
        return unsafe Bytes(bytes)
    }

    /// Calls `body` with the value's bytes, which are valid only during the call.
    @inlinable
    @unsafe public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(bytes ?? UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Returns the part of this value in `range` as a cell of another type, in the same format.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the range reaches past the value.
    public func slice(_ range: Range<Int>, type: OID) throws(PGError) -> Cell {
        guard let bytes = unsafe bytes, range.lowerBound >= 0, range.upperBound <= bytes.count
        else { throw truncated(range.count, at: range.lowerBound) }
        return unsafe Cell(
            bytes: UnsafeRawBufferPointer(rebasing: bytes[range]), type: type, format: format,
            catalog: knownTypes, depth: depth)
    }

    /// A NULL of the given type.
    public static func null(of type: OID) -> Cell {
        unsafe Cell(bytes: nil, type: type, format: .binary)
    }

    /// Calls `body` with a cell that holds `text`, valid only during the call.
    ///
    /// - Throws: What `body` throws.
    @inlinable
    public static func withText<Result>(
        _ text: String, type: OID, _ body: (Cell) throws(PGError) -> Result
    ) throws(PGError) -> Result {
        var text = text
        let result = text.withUTF8 { bytes in
            Swift.Result { () throws(PGError) in
                try body(
                    unsafe Cell(bytes: UnsafeRawBufferPointer(bytes), type: type, format: .text))
            }
        }
        return try result.get()
    }

    /// Calls `body` with a cell that holds `bytes`, valid only during the call.
    ///
    /// - Throws: What `body` throws.
    @inlinable
    public static func withBytes<Result>(
        _ bytes: [UInt8], type: OID, format: WireFormat, _ body: (Cell) throws(PGError) -> Result
    ) throws(PGError) -> Result {
        let result = unsafe bytes.withUnsafeBytes { bytes in
            Swift.Result { () throws(PGError) in
                try body(unsafe Cell(bytes: bytes, type: type, format: format))
            }
        }
        return try result.get()
    }

    @usableFromInline
    func truncated(_ size: Int, at offset: Int) -> PGError {
        PGError(
            .decodingFailed,
            "expected \(size) bytes at offset \(offset) of a \(type) value, which has \(count)")
    }
}
