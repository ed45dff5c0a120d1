/// A decimal number of any precision: the value of a `numeric` column, kept exactly.
///
/// The scale, the number of digits shown after the point, is part of the value as the server sends
/// it: `1.50` and `1.5` are equal and print differently. As in PostgreSQL, NaN equals itself and is
/// greater than every other number.
public struct PGNumeric: Sendable {
    var storage: Storage

    enum Storage: Sendable {
        case finite(Digits)
        case infinity
        case negativeInfinity
        case nan
    }

    /// A finite number: groups of four decimal digits, as they travel.
    ///
    /// The first and the last group are not zero, and zero has no groups and no sign: equal numbers
    /// have equal groups.
    struct Digits: Sendable {
        var isNegative: Bool
        /// The power of 10000 that the first group counts.
        var weight: Int
        /// The number of digits shown after the point.
        var scale: Int
        var groups: [UInt16]

        init(isNegative: Bool, weight: Int, scale: Int, groups: [UInt16]) {
            let significant = groups.drop { $0 == 0 }
            let leading = groups.count - significant.count
            let trailing = significant.reversed().prefix { $0 == 0 }.count
            self.groups = Array(significant.dropLast(trailing))
            self.isNegative = isNegative && !self.groups.isEmpty
            self.weight = self.groups.isEmpty ? 0 : weight - leading
            self.scale = scale
        }
    }

    /// What the server can hold: digits before and after the point.
    static let maximumIntegerDigits = 131_072
    static let maximumScale = 16_383

    /// Makes a number from an integer.
    public init<Source: BinaryInteger>(_ value: Source) {
        var groups: [UInt16] = []
        var rest = value.magnitude
        while rest != 0 {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10_000)
            groups.append(UInt16(truncatingIfNeeded: remainder))
            rest = quotient
        }
        storage = .finite(
            Digits(
                isNegative: value < 0, weight: groups.count - 1, scale: 0,
                groups: groups.reversed()))
    }

    init(storage: Storage) {
        self.storage = storage
    }

    /// Not a number.
    public static let nan = PGNumeric(storage: .nan)

    /// Greater than all other numbers except NaN; known to the server since version 14.
    public static let infinity = PGNumeric(storage: .infinity)

    /// Less than all other numbers; known to the server since version 14.
    public static let negativeInfinity = PGNumeric(storage: .negativeInfinity)

    /// Whether this is NaN.
    public var isNaN: Bool {
        if case .nan = storage { true } else { false }
    }

    /// Whether this is a number with digits: neither NaN nor an infinity.
    public var isFinite: Bool {
        if case .finite = storage { true } else { false }
    }

    /// The number of digits shown after the point; 0 for NaN and the infinities.
    public var scale: Int {
        if case .finite(let digits) = storage { digits.scale } else { 0 }
    }
}

extension PGNumeric: ExpressibleByIntegerLiteral {
    /// Makes a number from an integer literal.
    public init(integerLiteral value: Int64) {
        self.init(value)
    }
}

extension PGNumeric: ExpressibleByFloatLiteral {
    /// Makes a number from a literal with a fraction, as its shortest decimal text: `9.99` is 9.99.
    ///
    /// The compiler passes on at most 17 digits. A longer number is made from text.
    public init(floatLiteral value: Double) {
        self.init(value)
    }
}

extension PGNumeric: Hashable {
    /// Whether the numbers are equal, whatever their scales; NaN equals NaN.
    public static func == (left: PGNumeric, right: PGNumeric) -> Bool {
        switch (left.storage, right.storage) {
        case (.finite(let left), .finite(let right)):
            left.isNegative == right.isNegative && left.weight == right.weight
                && left.groups == right.groups
        case (.infinity, .infinity), (.negativeInfinity, .negativeInfinity), (.nan, .nan): true
        default: false
        }
    }

    /// Hashes what equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        guard case .finite(let digits) = storage else { return }
        hasher.combine(digits.isNegative)
        hasher.combine(digits.weight)
        hasher.combine(digits.groups)
    }

    fileprivate var rank: Int {
        switch storage {
        case .negativeInfinity: 0
        case .finite: 1
        case .infinity: 2
        case .nan: 3
        }
    }
}

extension PGNumeric: Comparable {
    /// Whether the left number is less, in the order that the server sorts in.
    public static func < (left: PGNumeric, right: PGNumeric) -> Bool {
        guard case .finite(let first) = left.storage, case .finite(let second) = right.storage
        else { return left.rank < right.rank }
        guard first.isNegative == second.isNegative else { return first.isNegative }
        return first.isNegative
            ? second.hasSmallerMagnitude(than: first) : first.hasSmallerMagnitude(than: second)
    }
}

extension PGNumeric.Digits {
    fileprivate func hasSmallerMagnitude(than other: Self) -> Bool {
        if groups.isEmpty || other.groups.isEmpty { return groups.count < other.groups.count }
        if weight != other.weight { return weight < other.weight }
        return groups.lexicographicallyPrecedes(other.groups)
    }
}
