/// A circle: the value of a `circle` column.
public struct PGCircle: Hashable, Sendable {
    /// The centre.
    public var center: PGPoint

    /// The radius, which the server wants not to be negative.
    public var radius: Double

    /// Makes a circle.
    public init(center: PGPoint, radius: Double) {
        self.center = center
        self.radius = radius
    }
}

extension PGCircle: PostgresScalar {
    /// Makes a circle from its text, `<(0,0),1.5>`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard scanner.take("<"), let center = scanner.point(), scanner.take(","),
            let radius = scanner.double(), scanner.take(">"), scanner.isAtEnd
        else { return nil }
        self.init(center: center, radius: radius)
    }

    /// The centre and the radius in angle brackets, as the server prints them.
    public var description: String { "<\(center),\(FloatText.render(radius))>" }

    /// `circle`.
    public static var sqlType: SQLType { "circle" }

    /// `circle`.
    public static func isValue(of type: OID) -> Bool { type == .circle }

    /// Decodes centre and radius.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        center = try scanner.point()
        radius = try scanner.double()
        try scanner.end(PGCircle.self)
    }

    /// Writes centre and radius.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(center)
        writer.write(radius)
    }
}
