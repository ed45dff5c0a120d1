import FoundationEssentials
import Testing

/// Seeds that one test runs after another; groups of them run side by side.
struct RandomSeeds: Sendable, CustomTestStringConvertible {
    let values: Range<UInt64>

    var testDescription: String { "seeds \(values.lowerBound) to \(values.upperBound - 1)" }

    /// Four groups of seeds.
    ///
    /// `STRATA_RANDOM_SEEDS` is how many seeds there are in all, instead of the given number, and
    /// `STRATA_RANDOM_FIRST` the first of them.
    static func groups(of count: UInt64) -> [RandomSeeds] {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["STRATA_RANDOM_SEEDS"].flatMap { UInt64($0) } ?? count
        let first = environment["STRATA_RANDOM_FIRST"].flatMap { UInt64($0) } ?? 1
        let size = max(1, (count + 3) / 4)
        return stride(from: first, to: first + count, by: UInt64.Stride(size)).map {
            RandomSeeds(values: $0..<min($0 + size, first + count))
        }
    }
}
