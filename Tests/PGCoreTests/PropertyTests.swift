import PGCore
import Testing

@Suite("Random values survive both formats")
struct PropertyTests {
    /// Makes a generator whose seed is printed with a failure.
    private func generator() -> SeededGenerator {
        SeededGenerator(seed: UInt64.random(in: .min ... .max))
    }

    private func roundTrip<Value: SQLValue & Equatable>(
        _ type: OID, _ make: (inout SeededGenerator) -> Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var random = generator()
        for number in 0..<500 {
            let value = make(&random)
            let note: Comment = "\(random), value number \(number)"
            let parameter = try encoded(value, as: type)
            let binary = try Cell.withBytes(
                parameter.bytes, type: type, format: parameter.format
            ) { (cell) throws(PGError) in try Value.decode(cell) }
            let text = try decoded(value.textRepresentation, type, as: Value.self)
            try #require(binary == value, note, sourceLocation: sourceLocation)
            try #require(text == value, note, sourceLocation: sourceLocation)
        }
    }

    @Test func `integers`() throws {
        try roundTrip(.int8) { Int64(bitPattern: $0.next()) }
        try roundTrip(.int4) { Int32.random(in: .min ... .max, using: &$0) }
        try roundTrip(.int2) { Int16.random(in: .min ... .max, using: &$0) }
    }

    @Test func `floating-point numbers of every bit pattern but NaN`() throws {
        try roundTrip(.float8) { random in
            let value = Double(bitPattern: random.next())
            return value.isNaN ? 0 : value
        }
        try roundTrip(.float4) { random in
            let value = Float(bitPattern: UInt32.random(in: .min ... .max, using: &random))
            return value.isNaN ? 0 : value
        }
    }

    @Test func `numerics`() throws {
        try roundTrip(.numeric) { random in
            var text = Bool.random(using: &random) ? "-" : ""
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                text += String(Int.random(in: 0...9, using: &random))
            }
            let scale = Int.random(in: 0...30, using: &random)
            text += "e-\(scale)"
            return PGNumeric(text) ?? .nan
        }
    }

    @Test func `the order of numerics is that of the integers`() throws {
        var random = generator()
        for _ in 0..<500 {
            let left = Int64.random(in: -20_000...20_000, using: &random)
            let right = Int64.random(in: -20_000...20_000, using: &random)
            try #require(
                (PGNumeric(left) < PGNumeric(right)) == (left < right), "\(random)")
        }
    }

    @Test func `texts`() throws {
        try roundTrip(.text) { random in
            let scalars = (0..<Int.random(in: 0...20, using: &random)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &random))
            }
            return String(String.UnicodeScalarView(scalars))
        }
    }

    @Test func `arrays of awkward texts`() throws {
        let pieces = ["\"", "\\", ",", "{", "}", "NULL", " ", "", "ü", "a"]
        try roundTrip(.textArray) { random -> [String?] in
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
                guard Int.random(in: 0...4, using: &random) > 0 else { return nil }
                return (0..<Int.random(in: 0...4, using: &random))
                    .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            }
        }
    }

    @Test func `bytes`() throws {
        try roundTrip(.bytea) { $0.bytes(Int($0.next() % 40)) }
    }

    @Test func `dates and times`() throws {
        try roundTrip(.date) {
            PGDate(daysSince2000: Int32.random(in: -2_451_545...2_145_031_948, using: &$0))
        }
        try roundTrip(.time) {
            PGTime(microseconds: Int64.random(in: 0...86_400_000_000, using: &$0)) ?? .midnight
        }
        let range: ClosedRange<Int64> = -211_813_488_000_000_000...9_223_371_331_199_999_999
        try roundTrip(.timestamp) {
            PGTimestamp(microsecondsSince2000: Int64.random(in: range, using: &$0))
        }
        try roundTrip(.timestamptz) {
            PGTimestampTZ(microsecondsSince2000: Int64.random(in: range, using: &$0))
        }
    }

    @Test func `intervals, in both spellings`() throws {
        func make(_ random: inout SeededGenerator) -> PGInterval {
            PGInterval(
                months: Int32.random(in: .min ... .max, using: &random),
                days: Int32.random(in: .min ... .max, using: &random),
                microseconds: Int64(bitPattern: random.next()))
        }
        try roundTrip(.interval, make)
        var random = generator()
        for _ in 0..<500 {
            let interval = make(&random)
            try #require(PGInterval(interval.iso8601) == interval, "\(random)")
        }
    }
}
