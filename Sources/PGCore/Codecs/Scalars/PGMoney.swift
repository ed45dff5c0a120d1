/// An amount of money: the value of a `money` column.
///
/// The server keeps a count of the currency's smallest unit. Which currency, and how many of those
/// make a whole one, is not in the value: it is the server's setting `lc_monetary`, and so is the
/// spelling. The count is exact whatever the setting; ``description`` is that of the setting `C`,
/// dollars and cents. See "Monetary Types" in the PostgreSQL manual, and prefer `numeric`.
public struct PGMoney: Hashable, Sendable {
    /// The count of the smallest unit, such as cents.
    public var minorUnits: Int64

    /// Makes an amount from a count of the smallest unit.
    public init(minorUnits: Int64) {
        self.minorUnits = minorUnits
    }
}

extension PGMoney: Comparable {
    /// Whether the left amount is less.
    public static func < (left: PGMoney, right: PGMoney) -> Bool {
        left.minorUnits < right.minorUnits
    }
}

extension PGMoney: PostgresScalar {
    /// Makes an amount from the spelling of any setting of `lc_monetary`.
    ///
    /// The server always writes all digits down to the smallest unit, so that they are the count,
    /// wherever marks stand between them: `$1,234.50`, `1.234,50 €`, `¥1,235`.
    public init?(_ text: String) {
        let isDigit = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: isDigit),
            let last = scalars.lastIndex(where: isDigit)
        else { return nil }
        var digits = String.UnicodeScalarView()
        var previousIsMark = false
        for scalar in scalars[first...last] {
            let isMark = !isDigit(scalar)
            guard !isMark || (!previousIsMark && Self.marks.contains(scalar)) else { return nil }
            if !isMark { digits.append(scalar) }
            previousIsMark = isMark
        }
        let around = [scalars[..<first], scalars[scalars.index(after: last)...]].joined()
        let isNegative = around.contains { $0 == "-" || $0 == "(" || $0 == "\u{2212}" }
        guard let units = Int64((isNegative ? "-" : "") + String(digits)) else { return nil }
        minorUnits = units
    }

    /// What may stand between digits.
    private static let marks: Set<Unicode.Scalar> = [
        ".", ",", "'", " ", "\u{a0}", "\u{2019}", "\u{202f}", "\u{2009}", "\u{66b}", "\u{66c}",
    ]

    /// Dollars and cents, as the server prints them where `lc_monetary` is `C`.
    public var description: String {
        let (whole, cents) = minorUnits.magnitude.quotientAndRemainder(dividingBy: 100)
        var text = ""
        for (index, digit) in String(whole).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        let dollars = String(text.reversed())
        let sign = minorUnits < 0 ? "-" : ""
        return sign + "$" + dollars + "." + DateTimeText.padded(Int(cents), 2)
    }

    /// `money`.
    public static var sqlType: SQLType { "money" }

    /// `money`.
    public static func isValue(of type: OID) -> Bool { type == .money }

    /// Decodes the count.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        minorUnits = try cell.wholeInteger()
    }

    /// Writes the count.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(minorUnits)
    }
}
