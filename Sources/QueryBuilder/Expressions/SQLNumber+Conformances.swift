public import PGCore

// What the server answers: `sum` of smallint and integer is bigint, of bigint numeric; `avg` of
// integers is numeric, of real double precision.

extension Int16: SQLNumber {
    /// The server answers `bigint`.
    public typealias Sum = Int
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
}

extension Int32: SQLNumber {
    /// The server answers `bigint`.
    public typealias Sum = Int
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
}

extension Int64: SQLNumber {
    /// The server answers `numeric`.
    public typealias Sum = PGNumeric
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
}

extension Int: SQLNumber {
    /// The server answers `numeric`.
    public typealias Sum = PGNumeric
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
}

extension Float: SQLNumber {
    /// The server answers `real`.
    public typealias Sum = Float
    /// The server answers `double precision`.
    public typealias Average = Double
}

extension Double: SQLNumber {
    /// The server answers `double precision`.
    public typealias Sum = Double
    /// The server answers `double precision`.
    public typealias Average = Double
}

extension PGNumeric: SQLNumber {
    /// The server answers `numeric`.
    public typealias Sum = PGNumeric
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
}
