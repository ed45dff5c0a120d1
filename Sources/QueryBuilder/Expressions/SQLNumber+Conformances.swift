public import PGCore

extension Int16: SQLNumber {
    public typealias Sum = Int
    public typealias Average = Double
}

extension Int32: SQLNumber {
    public typealias Sum = Int
    public typealias Average = Double
}

extension Int64: SQLNumber {
    public typealias Sum = Int
    public typealias Average = Double
}

extension Int: SQLNumber {
    public typealias Sum = Int
    public typealias Average = Double
}

extension Float: SQLNumber {
    public typealias Sum = Float
    public typealias Average = Double
}

extension Double: SQLNumber {
    public typealias Sum = Double
    public typealias Average = Double
}
