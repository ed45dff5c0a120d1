/// A line through several points: the value of a `path` column.
public struct PGPath: Hashable, Sendable {
    /// The points in order.
    public var points: [PGPoint]

    /// Whether the last point is joined with the first.
    public var isClosed: Bool

    /// Makes a path from its points, of which the server wants at least one.
    public init(_ points: [PGPoint], isClosed: Bool) {
        self.points = points
        self.isClosed = isClosed
    }
}

extension PGPath: PostgresScalar {
    /// Makes a path from its text: `((0,0),(1,1))` is closed and `[(0,0),(1,1)]` open.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        let isOpen = scanner.take("[")
        guard isOpen || scanner.take("("), let points = scanner.points(),
            scanner.take(isOpen ? "]" : ")"), scanner.isAtEnd
        else { return nil }
        self.init(points, isClosed: !isOpen)
    }

    /// The points in parentheses, or in brackets when it is open, as the server prints them.
    public var description: String { isClosed ? "(\(points.list))" : "[\(points.list)]" }

    /// `path`.
    public static var sqlType: SQLType { "path" }

    /// `path`.
    public static func isValue(of type: OID) -> Bool { type == .path }

    /// Decodes whether it is closed, and the points.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        isClosed = try scanner.integer(as: UInt8.self) != 0
        points = try scanner.points()
        try scanner.end(PGPath.self)
    }

    /// Writes whether it is closed, and the points.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for more points than a value holds.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(byte: isClosed ? 1 : 0)
        try writer.write(points, of: PGPath.self, as: type)
    }
}
