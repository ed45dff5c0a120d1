/// A point of the plane: the value of a `point` column.
public struct PGPoint: Hashable, Sendable {
    /// The horizontal coordinate.
    public var x: Double

    /// The vertical coordinate.
    public var y: Double

    /// Makes a point.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

extension PGPoint: PostgresScalar {
    /// Makes a point from its text, `(1,2.5)`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard let point = scanner.point(), scanner.isAtEnd else { return nil }
        self = point
    }

    /// The coordinates in parentheses, as the server prints them.
    public var description: String { "(\(FloatText.render(x)),\(FloatText.render(y)))" }

    /// `point`.
    public static var sqlType: SQLType { "point" }

    /// `point`.
    public static func isValue(of type: OID) -> Bool { type == .point }

    /// Decodes both coordinates.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        self = try scanner.point()
        try scanner.end(PGPoint.self)
    }

    /// Writes both coordinates.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(self)
    }
}
