import PGCore

/// A generator that repeats its values for a seed, so that a failure can be run again.
///
/// The numbers are those of SplitMix64.
public struct SampleGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes a generator.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SampleGenerator {
    mutating func int(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    mutating func chance(_ parts: Int) -> Bool {
        int(1...parts) == 1
    }

    mutating func list<Element>(
        _ count: ClosedRange<Int>, _ make: (inout SampleGenerator) -> Element
    ) -> [Element] {
        (0..<int(count)).map { _ in make(&self) }
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        list(count...count) { UInt8.random(in: .min ... .max, using: &$0) }
    }

    /// One of the values, which are few and awkward, or in three cases of four another one.
    mutating func edge<Value>(_ values: [Value], or make: (inout SampleGenerator) -> Value) -> Value
    {
        if chance(4), let value = values.randomElement(using: &self) { return value }
        return make(&self)
    }

    /// A number of any size that is not NaN.
    mutating func double(isFinite: Bool = false) -> Double {
        let edges: [Double] = [
            0, -0.0, 1, -1, 0.1, 1e15, 1e16, 123_456_789_012_345, 999_999_999_999_999.9, 1e-4, 1e-5,
            .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p53, 1 / 3, 100,
        ]
        let others: [Double] = isFinite ? [] : [.infinity, -.infinity]
        return edge(edges + others) { random in
            if random.chance(2) { return Double.random(in: -1_000...1_000, using: &random) }
            let value = Double(bitPattern: random.next())
            return value.isFinite ? value : 1
        }
    }

    /// A number of any size that is finite.
    mutating func float() -> Float {
        edge([0, -0.0, 1, 0.1, 1e5, 1e6, 123_456, 1_234_567, 1e-4, 1e-5, .leastNonzeroMagnitude]) {
            if $0.chance(2) { return Float.random(in: -10...10, using: &$0) }
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: $0.next()))
            return value.isFinite ? value : 1
        }
    }

    mutating func point() -> PGPoint {
        PGPoint(x: double(), y: double())
    }

    /// Text of characters with a meaning somewhere, and of others.
    mutating func text(_ count: ClosedRange<Int>) -> String {
        let pieces = [
            "\"", "\\", ",", "{", "}", "NULL", " ", "'", ":", "=>", "ü", "é", "a", "B", "0", "(",
            ")", "🐘", "&", "|", "!", "\n", "\t", "*", "日",
        ]
        return list(count) { pieces.randomElement(using: &$0) ?? "" }.joined()
    }
}
