extension PGNumeric {
    /// Makes the number whose decimal text is the shortest that reads back as `value`.
    ///
    /// `PGNumeric(0.1)` is 0.1, although the binary fraction is not exactly that.
    public init(_ value: Double) {
        var text = value.description
        if text.hasSuffix(".0") { text.removeLast(2) }
        self = PGNumeric(text) ?? .nan
    }
}

extension FixedWidthInteger {
    /// Makes the integer, or `nil` when the number has a fraction or does not fit.
    public init?(exactly value: PGNumeric) {
        guard case .finite(let digits) = value.storage, digits.groups.count <= digits.weight + 1
        else {
            guard value == 0 else { return nil }
            self = 0
            return
        }
        // Counted downwards for negative numbers, whose range reaches one further.
        var sum: Int128 = 0
        for power in 0...digits.weight {
            let group = power < digits.groups.count ? Int128(digits.groups[power]) : 0
            let (product, overflow) = sum.multipliedReportingOverflow(by: 10_000)
            let (next, overflow2) = product.addingReportingOverflow(
                digits.isNegative ? -group : group)
            guard !overflow, !overflow2 else { return nil }
            sum = next
        }
        self.init(exactly: sum)
    }
}

extension Double {
    /// Makes the nearest double; numbers beyond its range become infinite.
    public init(_ value: PGNumeric) {
        self = Double(value.description) ?? .nan
    }
}
