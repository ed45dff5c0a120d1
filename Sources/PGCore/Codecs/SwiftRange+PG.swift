/// Swift's own ranges as values, for those that are always of one form.
extension Range: ParameterEncodable, RowDecodable, ColumnDecodable, ArrayElement, SQLValue
where Bound: RangeBound {
    /// The bound's range type.
    public static var sqlType: SQLType { Bound.rangeType }

    /// Decodes a range that includes its lower bound and excludes its upper one.
    ///
    /// That is how the server writes ranges of whole numbers and days.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for a range of another form, such as the empty one.
    public init(from cell: Cell) throws(PGError) {
        let range = try PGRange<Bound>(from: cell)
        guard let value = Range(range) else {
            throw PGError.notRepresentable(
                Self.self, "the range \(range)", use: "\(PGRange<Bound>.self)")
        }
        self = value
    }

    /// Binds to a range type.
    ///
    /// - Throws: As ``PGRange/encode(as:into:)`` does.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try PGRange(self).encode(as: type, into: &writer)
    }

    /// The range's literal.
    public var textRepresentation: String { PGRange(self).textRepresentation }
}

extension ClosedRange: ParameterEncodable, RowDecodable, ColumnDecodable, ArrayElement, SQLValue
where Bound: DiscreteRangeBound {
    /// The bound's range type.
    public static var sqlType: SQLType { Bound.rangeType }

    /// Decodes a range of values that follow one another.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for a range without an end, or the empty one.
    public init(from cell: Cell) throws(PGError) {
        let range = try PGRange<Bound>(from: cell)
        guard let value = ClosedRange(range) else {
            throw PGError.notRepresentable(
                Self.self, "the range \(range)", use: "\(PGRange<Bound>.self)")
        }
        self = value
    }

    /// Binds to a range type.
    ///
    /// - Throws: As ``PGRange/encode(as:into:)`` does.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try PGRange(self).encode(as: type, into: &writer)
    }

    /// The range's literal.
    public var textRepresentation: String { PGRange(self).textRepresentation }
}
