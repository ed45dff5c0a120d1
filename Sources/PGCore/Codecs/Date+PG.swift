#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension PGTimestampTZ {
    /// The microseconds from 2000-01-01 to 2001-01-01, where `Date` counts from.
    @usableFromInline static let microsecondsTo2001: Int64 = 31_622_400_000_000

    /// Makes the moment, rounded to a microsecond, or `nil` when it is out of range.
    public init?(_ date: Date) {
        let since2001 = (date.timeIntervalSinceReferenceDate * 1_000_000).rounded()
        guard let microseconds = Int64(exactly: since2001) else { return nil }
        let (sum, overflow) = microseconds.addingReportingOverflow(Self.microsecondsTo2001)
        guard !overflow, sum != .min, sum != .max else { return nil }
        self.init(microsecondsSince2000: sum)
    }
}

extension Date {
    /// Makes the moment, or `nil` for an infinity.
    ///
    /// Within 285 years of 2001 the microsecond survives the way there and back.
    @inlinable
    public init?(_ timestamp: PGTimestampTZ) {
        guard timestamp.isFinite else { return nil }
        let (since2001, overflow) = timestamp.microsecondsSince2000
            .subtractingReportingOverflow(PGTimestampTZ.microsecondsTo2001)
        guard !overflow else { return nil }
        self.init(timeIntervalSinceReferenceDate: Double(since2001) / 1_000_000)
    }
}

/// `Date` goes with `timestamptz` only: a `timestamp` says what a clock showed, not when it was.
extension Date: SQLValue, ArrayElement {
    /// `timestamptz`.
    public static var sqlType: SQLType { "timestamptz" }

    /// Decodes `timestamptz`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type, an infinity or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .timestamptz else { throw PGError.cannotDecode(Date.self, from: cell) }
        guard let date = Date(try PGTimestampTZ(from: cell)) else {
            throw PGError.notRepresentable(Date.self, "infinity", use: "PGTimestampTZ")
        }
        self = date
    }

    /// Binds to `timestamptz`, rounded to a microsecond, and as text to types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types;
    ///   ``PGError/Code/parameterOutOfRange`` for a moment the server cannot hold.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let timestamp = PGTimestampTZ(self) else { throw .outOfRange(Date.self, type) }
        guard type == .timestamptz || type.takesText else { throw .mismatch(Date.self, type) }
        try timestamp.encode(as: type, into: &writer)
    }

    /// The ISO spelling in UTC; an infinity for a moment the server cannot hold.
    public var textRepresentation: String {
        if let timestamp = PGTimestampTZ(self) { return timestamp.description }
        return timeIntervalSinceReferenceDate < 0 ? "-infinity" : "infinity"
    }
}
