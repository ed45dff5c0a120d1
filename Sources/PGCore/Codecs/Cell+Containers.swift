/// Values inside of values: elements of arrays, bounds of ranges, fields of records.
extension Cell {
    /// How deep values may lie inside of one another.
    ///
    /// Real ones stay far below it; a hostile server must not exhaust the stack.
    public static let maximumDepth = 64

    /// The name of the value's type: of a user's type when it is known, otherwise as ``OID`` says.
    public var typeName: String { catalog?[type]?.name ?? type.description }

    /// Whether the value's type goes by this name, which may be qualified with its schema.
    ///
    /// Names are how codecs of extension types know their type, whose number differs between
    /// databases.
    public func isType(named name: String) -> Bool {
        catalog?.type(type, isNamed: name) ?? (type.builtInName == name)
    }

    /// Returns the part of this value in `range` as the cell of a value inside it.
    ///
    /// A domain is presented as the type it is made of.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the range reaches past the value, or when
    ///   values lie too deep inside of one another.
    @inlinable
    public func inner(_ range: Range<Int>, type: OID) throws(PGError) -> Cell {
        guard let bytes = unsafe bytes, range.lowerBound >= 0, range.upperBound <= bytes.count
        else { throw truncated(range.count, at: range.lowerBound) }
        return unsafe Cell(
            bytes: UnsafeRawBufferPointer(rebasing: bytes[range]), type: type.base(in: catalog),
            format: format, catalog: knownTypes, depth: try innerDepth())
    }

    /// Calls `body` with a cell that holds the text of a value inside this one.
    ///
    /// - Throws: What `body` throws; ``PGError/Code/decodingFailed`` when values lie too deep.
    @inlinable
    public func withInner<Result>(
        text: String, type: OID, _ body: (Cell) throws(PGError) -> Result
    ) throws(PGError) -> Result {
        let type = type.base(in: catalog)
        let depth = try innerDepth()
        var text = text
        let result = text.withUTF8 { bytes in
            Swift.Result { () throws(PGError) in
                try body(
                    unsafe Cell(
                        bytes: UnsafeRawBufferPointer(bytes), type: type, format: .text,
                        catalog: knownTypes, depth: depth))
            }
        }
        return try result.get()
    }

    /// Whether a value in binary format is text, as far as is known of its type.
    var isTextOfUserType: Bool {
        guard let known = catalog?[type] else { return !type.isBuiltIn }
        return known.hasTextualBinaryForm
    }

    @inlinable
    func innerDepth() throws(PGError) -> UInt8 {
        guard depth < UInt8(Self.maximumDepth) else { throw PGError.tooDeep }
        return depth + 1
    }
}

extension PGError {
    @usableFromInline
    static var tooDeep: PGError {
        PGError(
            .decodingFailed,
            "values lie more than \(Cell.maximumDepth) levels deep inside of one another")
    }
}
