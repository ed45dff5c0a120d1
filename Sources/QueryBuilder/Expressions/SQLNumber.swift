public import PGCore

/// A number that SQL can calculate with.
public protocol SQLNumber: SQLValue {
    /// What the server answers for the sum of such numbers, which may be wider than they are.
    associatedtype Sum: SQLValue

    /// What the server answers for their average.
    associatedtype Average: SQLValue
}
