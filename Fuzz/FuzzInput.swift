/// What the fuzzer made: a few choices, then the bytes to decode.
struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Takes a number below `limit`.
    mutating func choice(of limit: Int) -> Int {
        let high = rest.popFirst() ?? 0
        let low = rest.popFirst() ?? 0
        return (Int(high) << 8 | Int(low)) % limit
    }

    /// Takes everything that is left.
    var bytes: [UInt8] { Array(rest) }
}
