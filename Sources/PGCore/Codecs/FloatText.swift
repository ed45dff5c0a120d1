/// Floating-point numbers as the server prints them: the shortest digits that read back the same.
///
/// See `extra_float_digits` in the PostgreSQL manual. Swift has the same digits and another rule for
/// when to write an exponent. Only of a number whose shortest text lies exactly between it and the
/// next one does the server write one digit more.
enum FloatText {
    static func render(_ value: Double) -> String {
        special(value) ?? layOut(value.description, fixedBelow: 15)
    }

    static func render(_ value: Float) -> String {
        special(value) ?? layOut(value.description, fixedBelow: 6)
    }

    private static func special<Value: BinaryFloatingPoint>(_ value: Value) -> String? {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        return nil
    }

    /// Lays out the digits of a finite number anew.
    private static func layOut(_ description: String, fixedBelow limit: Int) -> String {
        var digits: [UInt8] = []
        var exponent = 0
        var pointIsPast = false
        var rest = description.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): pointIsPast = true
            case UInt8(ascii: "e"):
                exponent += Int(String(Substring(rest))) ?? 0
                rest = rest.suffix(0)
            default:
                if !pointIsPast { exponent += 1 }
                // Zeros in front carry no digit: 0.001 is 1e-3.
                if digits.isEmpty, byte == UInt8(ascii: "0") {
                    exponent -= 1
                } else {
                    digits.append(byte)
                }
            }
        }
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        let sign = isNegative ? "-" : ""
        return sign + text(digits, exponent: exponent - 1, fixedBelow: limit)
    }

    /// Renders the digits `d.ddd` times ten to the exponent.
    private static func text(
        _ digits: [UInt8], exponent: Int, fixedBelow limit: Int
    ) -> String {
        func string(_ part: some Sequence<UInt8>) -> String {
            String(decoding: Array(part), as: UTF8.self)
        }
        guard (-4..<limit).contains(exponent) else {
            let fraction = digits.count > 1 ? "." + string(digits.dropFirst()) : ""
            let size = DateTimeText.padded(abs(exponent), 2)
            return string(digits.prefix(1)) + fraction + (exponent < 0 ? "e-" : "e+") + size
        }
        if exponent < 0 {
            return "0." + String(repeating: "0", count: -exponent - 1) + string(digits)
        }
        let whole = string(digits.prefix(exponent + 1))
        let zeros = String(repeating: "0", count: max(0, exponent + 1 - digits.count))
        let fraction = digits.dropFirst(exponent + 1)
        return whole + zeros + (fraction.isEmpty ? "" : "." + string(fraction))
    }
}
