/// What tells a session that somebody else has changed a row since it was read.
public enum RowVersion: Sendable, Hashable {
    /// A number that grows by one with every update.
    case integer(column: Int)
    /// The time of the last update.
    case timestamp(column: Int)
    /// The server's own number of the transaction that wrote the row, which is no column of the
    /// table's.
    case xmin

    /// The position of the column that holds it.
    public var column: Int? {
        switch self {
        case .integer(let column), .timestamp(let column): column
        case .xmin: nil
        }
    }
}
