/// The codec that `Int`, `Int16`, `Int32` and `Int64` share.
///
/// Any integer column decodes into any of them when the number fits, and each binds to every
/// numeric type it is exact in.
public protocol IntegerSQLValue: SQLValue, ArrayElement, FixedWidthInteger, SignedInteger
where Base == Self {}

extension IntegerSQLValue {
    /// Decodes every integer type, `oid`, `xid` and `cid`, when the number fits.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.format == .binary else {
            self = try Self(integerText: cell)
            return
        }
        switch cell.type {
        case .int8:
            self = try Self(fitting: cell.wholeInteger(as: Int64.self))
        case .int4:
            self = try Self(fitting: cell.wholeInteger(as: Int32.self))
        case .int2:
            self = try Self(fitting: cell.wholeInteger(as: Int16.self))
        case .oid, .xid, .cid:
            self = try Self(fitting: cell.wholeInteger(as: UInt32.self))
        default:
            throw PGError.cannotDecode(Self.self, from: cell)
        }
    }

    @inlinable
    init<Source: FixedWidthInteger>(fitting source: Source) throws(PGError) {
        guard let value = Self(exactly: source) else {
            throw PGError(.decodingFailed, "the integer does not fit in \(Self.self)")
        }
        self = value
    }

    @usableFromInline
    init(integerText cell: Cell) throws(PGError) {
        switch cell.type {
        case .int2, .int4, .int8, .oid, .xid, .cid: break
        default: throw PGError.cannotDecode(Self.self, from: cell)
        }
        guard let value = Self(cell.string) else { throw PGError.malformed(Self.self, cell) }
        self = value
    }

    /// Binds to every numeric type that holds the number exactly, and to text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .int8: try write(Int64.self, type, &writer)
        case .int4: try write(Int32.self, type, &writer)
        case .int2: try write(Int16.self, type, &writer)
        case .oid, .xid, .cid: try write(UInt32.self, type, &writer)
        case .float8:
            guard let value = Double(exactly: self) else { throw .outOfRange(Self.self, type) }
            writer.write(value.bitPattern)
        case .float4:
            guard let value = Float(exactly: self) else { throw .outOfRange(Self.self, type) }
            writer.write(value.bitPattern)
        case .numeric:
            writer.write(text: textRepresentation)
        default:
            try writer.writeText(of: self, as: type)
        }
    }

    private func write<Target: FixedWidthInteger>(
        _: Target.Type, _ type: OID, _ writer: inout ParameterWriter
    ) throws(PGError) {
        guard let value = Target(exactly: self) else {
            throw PGError(
                .parameterOutOfRange,
                "the \(Self.self) value does not fit in \(type) (\(Target.min) to \(Target.max))")
        }
        writer.write(value)
    }

    /// The decimal digits.
    public var textRepresentation: String { String(self) }
}

extension Int: IntegerSQLValue {
    /// `bigint`.
    public static var sqlType: SQLType { "bigint" }
}

extension Int64: IntegerSQLValue {
    /// `bigint`.
    public static var sqlType: SQLType { "bigint" }
}

extension Int32: IntegerSQLValue {
    /// `integer`.
    public static var sqlType: SQLType { "integer" }
}

extension Int16: IntegerSQLValue {
    /// `smallint`.
    public static var sqlType: SQLType { "smallint" }
}
