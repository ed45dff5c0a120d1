#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension PGNumeric {
    /// Makes the number, which is always exact; `Decimal` does not keep trailing zeros.
    public init(_ value: Decimal) {
        self = PGNumeric(value.description) ?? .nan
    }
}

extension Decimal {
    /// Makes the decimal, or `nil` when it cannot hold the number exactly.
    ///
    /// It holds 38 digits; NaN and the infinities are refused.
    public init?(exactly value: PGNumeric) {
        guard value.isFinite, let decimal = Decimal(string: value.description),
            PGNumeric(decimal) == value
        else { return nil }
        self = decimal
    }
}

extension Decimal: SQLValue, ArrayElement {
    /// `numeric`.
    public static var sqlType: SQLType { "numeric" }

    /// Decodes `numeric` and the integer types, exactly or not at all.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type, malformed bytes, or a number that
    ///   a `Decimal` cannot hold, such as NaN.
    public init(from cell: Cell) throws(PGError) {
        guard [.numeric, .int2, .int4, .int8].contains(cell.type) else {
            throw PGError.cannotDecode(Decimal.self, from: cell)
        }
        let number = try PGNumeric(from: cell)
        guard let value = Decimal(exactly: number) else {
            throw PGError.notRepresentable(
                Decimal.self, number.isFinite ? "a number of more than 38 digits" : "\(number)",
                use: "PGNumeric")
        }
        self = value
    }

    /// Binds to the types ``PGNumeric`` binds to.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types;
    ///   ``PGError/Code/parameterOutOfRange`` when it has a fraction or does not fit.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        do throws(PGError) {
            try PGNumeric(self).encode(as: type, into: &writer)
        } catch {
            // The user bound a Decimal: name that type.
            throw error.code == .parameterMismatch
                ? .mismatch(Decimal.self, type) : .outOfRange(Decimal.self, type)
        }
    }

    /// The decimal text.
    public var textRepresentation: String { PGNumeric(self).description }
}
