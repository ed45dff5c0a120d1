/// An infinite line, all points where `a·x + b·y + c = 0`: the value of a `line` column.
///
/// The server refuses a line whose `a` and `b` are both zero.
public struct PGLine: Hashable, Sendable {
    /// The factor of the horizontal coordinate.
    public var a: Double

    /// The factor of the vertical coordinate.
    public var b: Double

    /// The constant.
    public var c: Double

    /// Makes a line from the factors of its equation.
    public init(a: Double, b: Double, c: Double) {
        self.a = a
        self.b = b
        self.c = c
    }
}

extension PGLine: PostgresScalar {
    /// Makes a line from its text, `{1,-1,0}`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard scanner.take("{"), let a = scanner.double(), scanner.take(","),
            let b = scanner.double(), scanner.take(","), let c = scanner.double(),
            scanner.take("}"), scanner.isAtEnd
        else { return nil }
        self.init(a: a, b: b, c: c)
    }

    /// The factors in braces, as the server prints them.
    public var description: String {
        "{" + [a, b, c].map { FloatText.render($0) }.joined(separator: ",") + "}"
    }

    /// `line`.
    public static var sqlType: SQLType { "line" }

    /// `line`.
    public static func isValue(of type: OID) -> Bool { type == .line }

    /// Decodes the three factors.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        a = try scanner.double()
        b = try scanner.double()
        c = try scanner.double()
        try scanner.end(PGLine.self)
    }

    /// Writes the three factors.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        for factor in [a, b, c] { writer.write(factor) }
    }
}
