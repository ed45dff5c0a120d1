/// How a flush finds out that somebody else changed a row since it was read.
///
/// An entity that names one in ``Entity/version`` is locked optimistically: every UPDATE and DELETE
/// of the session asks for the version the instance was read with, and a row that has another one by
/// now makes the flush throw `PGError.Code.staleData`.
public enum VersionColumn: Sendable, Hashable {
    /// An integer column that every update counts up. Give it a default, such as 1.
    case integer(column: Int)
    /// A timestamp column that every update sets to the server's clock. Give it the default
    /// `clock_timestamp()`.
    case timestamp(column: Int)
    /// The system column `xmin`, which holds the transaction that wrote the row: nothing to declare,
    /// and it notices writers that know nothing of versions. Not for partitioned tables or views.
    case systemColumn

    /// The position of the column, unless it is the system's.
    public var column: Int? {
        switch self {
        case .integer(let column), .timestamp(let column): column
        case .systemColumn: nil
        }
    }
}
