/// A generator whose numbers follow from its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}

/// Three-valued logic, written down as the SQL standard's tables have it.
enum Truth {
    static func and(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == false || right == false { return false }
        return left == nil || right == nil ? nil : true
    }

    static func or(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == true || right == true { return true }
        return left == nil || right == nil ? nil : false
    }

    static func not(_ value: Bool?) -> Bool? { value.map { !$0 } }
}

/// LIKE by the manual's words: `%` is any text, `_` one character, and a backslash takes the
/// meaning away.
func isLike(_ text: Substring, _ pattern: Substring) -> Bool {
    guard let symbol = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    switch symbol {
    case "%":
        return isLike(text, rest) || (!text.isEmpty && isLike(text.dropFirst(), pattern))
    case "_":
        return !text.isEmpty && isLike(text.dropFirst(), rest)
    case "\\":
        guard let literal = rest.first else { return false }
        return text.first == literal && isLike(text.dropFirst(), rest.dropFirst())
    default:
        return text.first == symbol && isLike(text.dropFirst(), rest)
    }
}
