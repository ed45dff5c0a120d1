/// An area bounded by a closed path: the value of a `polygon` column.
public struct PGPolygon: Hashable, Sendable {
    /// The corners in order.
    public var points: [PGPoint]

    /// Makes a polygon from its corners, of which the server wants at least one.
    public init(_ points: [PGPoint]) {
        self.points = points
    }
}

extension PGPolygon: PostgresScalar {
    /// Makes a polygon from its text, `((0,0),(1,1),(2,0))`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard scanner.take("("), let points = scanner.points(), scanner.take(")"), scanner.isAtEnd
        else { return nil }
        self.init(points)
    }

    /// The corners in parentheses, as the server prints them.
    public var description: String { "(\(points.list))" }

    /// `polygon`.
    public static var sqlType: SQLType { "polygon" }

    /// `polygon`.
    public static func isValue(of type: OID) -> Bool { type == .polygon }

    /// Decodes the corners.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        points = try scanner.points()
        try scanner.end(PGPolygon.self)
    }

    /// Writes the corners.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for more corners than a value holds.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try writer.write(points, of: PGPolygon.self, as: type)
    }
}
