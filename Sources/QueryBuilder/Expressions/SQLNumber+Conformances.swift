public import PGCore

// What the server answers: `sum` of smallint and integer is bigint, of bigint numeric; `avg` of
// integers is numeric, of real double precision.

extension Int16: SQLNumber {
    public typealias Sum = Int
    public typealias Average = PGNumeric
}

extension Int32: SQLNumber {
    public typealias Sum = Int
    public typealias Average = PGNumeric
}

extension Int64: SQLNumber {
    public typealias Sum = PGNumeric
    public typealias Average = PGNumeric
}

extension Int: SQLNumber {
    public typealias Sum = PGNumeric
    public typealias Average = PGNumeric
}

extension Float: SQLNumber {
    public typealias Sum = Float
    public typealias Average = Double
}

extension Double: SQLNumber {
    public typealias Sum = Double
    public typealias Average = Double
}

extension PGNumeric: SQLNumber {
    public typealias Sum = PGNumeric
    public typealias Average = PGNumeric
}
