/// One value of one row, still in the server's representation.
///
/// A cell borrows the memory of the result it came from. It is valid while a decoder runs and must
/// not be kept: copy out what is needed. Every accessor checks its bounds, so that a decoder
/// written against this type cannot read past the value, whatever the server sent.
@safe
public struct Cell {
    /// The value's bytes, or `nil` for NULL. Owned by the result.
    @usableFromInline let bytes: UnsafeRawBufferPointer?

    /// The type the server reported for the column.
    public let type: OID

    /// Whether the bytes are the type's text or its binary representation.
    public let format: WireFormat

    /// Makes a cell over memory that must stay valid and unchanged while the cell is in use.
    @inlinable
    @unsafe public init(bytes: UnsafeRawBufferPointer?, type: OID, format: WireFormat) {
        unsafe self.bytes = bytes
        self.type = type
        self.format = format
    }

    /// Whether the value is NULL.
    @inlinable
    public var isNull: Bool {
        unsafe bytes == nil
    }

    /// The number of bytes of the value; zero for NULL and for an empty value.
    @inlinable
    public var count: Int {
        unsafe bytes?.count ?? 0
    }

    /// Returns the big-endian integer that starts at `offset`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the value is too short.
    @inlinable
    public func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int = 0, as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard let bytes = unsafe bytes, offset >= 0,
            offset <= bytes.count - MemoryLayout<Value>.size
        else { throw truncated(MemoryLayout<Value>.size, at: offset) }
        return Value(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
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
            bytes: UnsafeRawBufferPointer(rebasing: bytes[range]), type: type, format: format)
    }

    /// A NULL of the given type.
    public static func null(of type: OID) -> Cell {
        unsafe Cell(bytes: nil, type: type, format: .binary)
    }

    @usableFromInline
    func truncated(_ size: Int, at offset: Int) -> PGError {
        PGError(
            .decodingFailed,
            "expected \(size) bytes at offset \(offset) of a \(type) value of \(count) bytes")
    }
}
