/// The line between two points: the value of an `lseg` column.
public struct PGLineSegment: Hashable, Sendable {
    /// The point where it starts.
    public var start: PGPoint

    /// The point where it ends.
    public var end: PGPoint

    /// Makes a segment from its ends.
    public init(start: PGPoint, end: PGPoint) {
        self.start = start
        self.end = end
    }
}

extension PGLineSegment: PostgresScalar {
    /// Makes a segment from its text, `[(1,2),(3,4)]`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard scanner.take("["), let points = scanner.points(), points.count == 2,
            scanner.take("]"), scanner.isAtEnd
        else { return nil }
        self.init(start: points[0], end: points[1])
    }

    /// Both points in brackets, as the server prints them.
    public var description: String { "[\([start, end].list)]" }

    /// `lseg`.
    public static var sqlType: SQLType { "lseg" }

    /// `lseg`.
    public static func isValue(of type: OID) -> Bool { type == .lseg }

    /// Decodes both points.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        start = try scanner.point()
        end = try scanner.point()
        try scanner.end(PGLineSegment.self)
    }

    /// Writes both points.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(start)
        writer.write(end)
    }
}
