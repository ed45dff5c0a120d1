import Foundation

/// Why a run ended early.
public struct Failure: Error, CustomStringConvertible {
    /// What went wrong.
    public let description: String

    /// Makes a failure from what went wrong.
    public init(_ description: String) {
        self.description = description
    }
}

/// Prints a line to standard error.
public func say(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Formats a number with so many digits after the point.
public func decimal(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
}

/// The middle of some numbers, or zero without any.
public func median(_ numbers: [Double]) -> Double {
    guard !numbers.isEmpty else { return 0 }
    let sorted = numbers.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
