public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What the types of functions' results are, depending on whether their operand may be NULL.
///
/// Nearly every SQL function answers NULL for NULL. A function that returns an integer has the
/// result `Value.Nullability.Integer`: `Int` for a `String`, and `Int?` for a `String?`.
public protocol SQLResultTypes: SQLNullability {
    /// `Bool`, or optional.
    associatedtype Boolean: SQLValue
    /// `Int`, or optional.
    associatedtype Integer: SQLValue
    /// `Float`, or optional.
    associatedtype Single: SQLValue
    /// `Double`, or optional.
    associatedtype Real: SQLValue
    /// `PGNumeric`, or optional.
    associatedtype Numeric: SQLValue
    /// `String`, or optional.
    associatedtype Text: SQLValue
    /// `[String]`, or optional.
    associatedtype Texts: SQLValue
    /// `Data`, or optional.
    associatedtype Bytes: SQLValue
    /// `PGDate`, or optional.
    associatedtype Day: SQLValue
    /// `PGTime`, or optional.
    associatedtype TimeOfDay: SQLValue
    /// `PGTimestamp`, or optional.
    associatedtype Timestamp: SQLValue
    /// `PGTimestampTZ`, or optional.
    associatedtype TimestampTZ: SQLValue
    /// `PGInterval`, or optional.
    associatedtype Interval: SQLValue
    /// `JSONText`, or optional.
    associatedtype JSON: SQLValue
    /// `PGTSVector`, or optional.
    associatedtype SearchDocument: SQLValue
    /// `PGTSQuery`, or optional.
    associatedtype SearchQuery: SQLValue
    /// `PGInet`, or optional.
    associatedtype Inet: SQLValue
    /// `PGCIDR`, or optional.
    associatedtype CIDR: SQLValue
}

extension NeverNull: SQLResultTypes {
    /// Never NULL.
    public typealias Boolean = Bool
    /// Never NULL.
    public typealias Integer = Int
    /// Never NULL.
    public typealias Single = Float
    /// Never NULL.
    public typealias Real = Double
    /// Never NULL.
    public typealias Numeric = PGNumeric
    /// Never NULL.
    public typealias Text = String
    /// Never NULL.
    public typealias Texts = [String]
    /// Never NULL.
    public typealias Bytes = Data
    /// Never NULL.
    public typealias Day = PGDate
    /// Never NULL.
    public typealias TimeOfDay = PGTime
    /// Never NULL.
    public typealias Timestamp = PGTimestamp
    /// Never NULL.
    public typealias TimestampTZ = PGTimestampTZ
    /// Never NULL.
    public typealias Interval = PGInterval
    /// Never NULL.
    public typealias JSON = JSONText
    /// Never NULL.
    public typealias SearchDocument = PGTSVector
    /// Never NULL.
    public typealias SearchQuery = PGTSQuery
    /// Never NULL.
    public typealias Inet = PGInet
    /// Never NULL.
    public typealias CIDR = PGCIDR
}

extension MaybeNull: SQLResultTypes {
    /// NULL for NULL.
    public typealias Boolean = Bool?
    /// NULL for NULL.
    public typealias Integer = Int?
    /// NULL for NULL.
    public typealias Single = Float?
    /// NULL for NULL.
    public typealias Real = Double?
    /// NULL for NULL.
    public typealias Numeric = PGNumeric?
    /// NULL for NULL.
    public typealias Text = String?
    /// NULL for NULL.
    public typealias Texts = [String]?
    /// NULL for NULL.
    public typealias Bytes = Data?
    /// NULL for NULL.
    public typealias Day = PGDate?
    /// NULL for NULL.
    public typealias TimeOfDay = PGTime?
    /// NULL for NULL.
    public typealias Timestamp = PGTimestamp?
    /// NULL for NULL.
    public typealias TimestampTZ = PGTimestampTZ?
    /// NULL for NULL.
    public typealias Interval = PGInterval?
    /// NULL for NULL.
    public typealias JSON = JSONText?
    /// NULL for NULL.
    public typealias SearchDocument = PGTSVector?
    /// NULL for NULL.
    public typealias SearchQuery = PGTSQuery?
    /// NULL for NULL.
    public typealias Inet = PGInet?
    /// NULL for NULL.
    public typealias CIDR = PGCIDR?
}
