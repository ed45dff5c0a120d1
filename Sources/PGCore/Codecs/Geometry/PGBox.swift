/// A rectangle whose sides are parallel to the axes: the value of a `box` column.
public struct PGBox: Hashable, Sendable {
    /// The corner with the greater coordinates.
    public let upperRight: PGPoint

    /// The corner with the smaller coordinates.
    public let lowerLeft: PGPoint

    /// Makes a box from two opposite corners, whichever they are.
    public init(_ corner: PGPoint, _ opposite: PGPoint) {
        let (left, right) = Self.ordered(corner.x, opposite.x)
        let (lower, upper) = Self.ordered(corner.y, opposite.y)
        upperRight = PGPoint(x: right, y: upper)
        lowerLeft = PGPoint(x: left, y: lower)
    }

    /// Orders two numbers as the server does, for which NaN is greater than all others.
    private static func ordered(_ first: Double, _ second: Double) -> (Double, Double) {
        first < second || second.isNaN ? (first, second) : (second, first)
    }
}

extension PGBox: PostgresScalar {
    /// Makes a box from its text, `(3,4),(1,2)`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard let points = scanner.points(), points.count == 2, scanner.isAtEnd else { return nil }
        self.init(points[0], points[1])
    }

    /// Both corners, the upper right one first, as the server prints them.
    public var description: String { [upperRight, lowerLeft].list }

    /// `box`.
    public static var sqlType: SQLType { "box" }

    /// `box`.
    public static func isValue(of type: OID) -> Bool { type == .box }

    /// Decodes both corners.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        self.init(try scanner.point(), try scanner.point())
        try scanner.end(PGBox.self)
    }

    /// Writes both corners.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(upperRight)
        writer.write(lowerLeft)
    }
}
