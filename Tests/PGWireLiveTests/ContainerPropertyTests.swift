import CodecSamples
import PGCore
import PGTestKit
import PGWire
import Testing

/// Random containers go to the server and back in both formats, and the server agrees on what they are.
@Suite("Random containers on a server", .liveDatabase, .timeLimit(.minutes(2)))
struct ContainerPropertyTests {
    /// Sends values as parameters and as text, and compares what comes back in binary and in text.
    ///
    /// The server's equality decides, so that it may bring the value into another form.
    private func roundTrip<Value: SQLValue & Equatable>(
        _ type: String, count: Int = 60, isCanonical: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ make: (inout SystemRandomNumberGenerator) -> Value
    ) async throws {
        var random = SystemRandomNumberGenerator()
        try await TestDatabase.pool.withConnection { connection in
            for _ in 0..<count {
                let value = make(&random)
                let text = value.textRepresentation
                let binary = try await connection.query(
                    """
                    SELECT \(value)::\(raw: type), \(text)::text::\(raw: type),
                        \(value)::\(raw: type) = \(text)::text::\(raw: type),
                        (\(value)::\(raw: type))::text
                    """)[0]
                let asText = try await connection.query(
                    "SELECT \(value)::\(raw: type), 'postgres=r/postgres'::aclitem")[0]
                let note: Comment = "\(text) as \(type)"
                let first = try Value.decode(binary.cell(at: 0))
                #expect(asText.cell(at: 0).format == .text, sourceLocation: sourceLocation)
                #expect(
                    try Value.decode(binary.cell(at: 1)) == first, note,
                    sourceLocation: sourceLocation)
                #expect(try Bool(from: binary.cell(at: 2)), note, sourceLocation: sourceLocation)
                #expect(
                    try Value.decode(asText.cell(at: 0)) == first, note,
                    sourceLocation: sourceLocation)
                #expect(
                    try asText.cell(at: 0).string == String(from: binary.cell(at: 3)), note,
                    sourceLocation: sourceLocation)
                if isCanonical { #expect(first == value, note, sourceLocation: sourceLocation) }
            }
        }
    }

    private func text(_ random: inout SystemRandomNumberGenerator) -> String {
        let pieces = ["\"", "\\", ",", "{", "}", "(", ")", "[", "NULL", " ", "", "ü", "a", "empty"]
        return (0..<Int.random(in: 0...3, using: &random))
            .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    @Test func arraysOfAnyDimensions() async throws {
        try await roundTrip("text[]") { random -> PGArray<String?> in
            let dimensions = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                PGArray<String?>.Dimension(
                    lowerBound: Int.random(in: -5...5, using: &random),
                    count: Int.random(in: 1...3, using: &random))
            }
            let total = dimensions.isEmpty ? 0 : dimensions.reduce(1) { $0 * $1.count }
            let elements = (0..<total).map { _ in
                Int.random(in: 0...5, using: &random) == 0 ? nil : text(&random)
            }
            return PGArray(elements, dimensions: dimensions) ?? []
        }
        try await roundTrip("int4[]") { random -> [[Int]] in
            let width = Int.random(in: 1...4, using: &random)
            return (0..<Int.random(in: 0...4, using: &random)).map { _ in
                (0..<width).map { _ in Int(Int32.random(in: .min ... .max, using: &random)) }
            }
        }
        try await roundTrip("bytea[]") { random -> [[[UInt8]]] in
            (0..<Int.random(in: 0...3, using: &random)).map { _ in
                [[UInt8.random(in: 0...255, using: &random)], []]
            }
        }
    }

    private func range<Bound>(
        _ random: inout SystemRandomNumberGenerator,
        _ bound: (inout SystemRandomNumberGenerator) -> Bound
    ) -> PGRange<Bound> {
        func limit() -> PGRange<Bound>.Limit {
            switch Int.random(in: 0...4, using: &random) {
            case 0: .unbounded
            case 1, 2: .inclusive(bound(&random))
            default: .exclusive(bound(&random))
            }
        }
        if Int.random(in: 0...9, using: &random) == 0 { return .empty }
        return PGRange(limit(), limit()) ?? .empty
    }

    @Test func rangesOfValuesThatFollowOneAnotherAreWhatTheServerMakesOfThem() async throws {
        try await roundTrip("int4range", isCanonical: false) { random in
            range(&random) { Int32.random(in: -100...100, using: &$0) }
        }
        try await roundTrip("int8range") { random in
            range(&random) { Int64.random(in: -5...5, using: &$0) }.canonical ?? .empty
        }
        try await roundTrip("daterange") { random in
            let range = range(&random) { random in
                Int.random(in: 0...9, using: &random) == 0
                    ? [PGDate.infinity, .negativeInfinity].randomElement(using: &random)
                        ?? .infinity
                    : PGDate(daysSince2000: Int32.random(in: -9999...9999, using: &random))
            }
            return range.canonical ?? .empty
        }
    }

    @Test func rangesOfOtherValues() async throws {
        try await roundTrip("numrange", isCanonical: false) { random in
            range(&random) { PGNumeric(Int64.random(in: -9...9, using: &$0)) }
        }
        try await roundTrip("tsrange", isCanonical: false) { random in
            range(&random) {
                PGTimestamp(microsecondsSince2000: Int64.random(in: -1 << 50...1 << 50, using: &$0))
            }
        }
        try await TestDatabase.pool.query(
            "CREATE TYPE textrange AS RANGE (subtype = text, collation = \"C\")")
        try await roundTrip("textrange", isCanonical: false) { random in
            let first = text(&random)
            let last = text(&random)
            let isOrdered = Array(first.utf8).lexicographicallyPrecedes(Array(last.utf8))
            return PGRange<String>(
                isOrdered ? .inclusive(first) : .unbounded, .exclusive(last)) ?? .empty
        }
    }

    @Test func multirangesAndArraysOfRanges() async throws {
        try await roundTrip("int4multirange", isCanonical: false) { random -> PGMultirange<Int32> in
            PGMultirange(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    range(&random) { Int32.random(in: -100...100, using: &$0) }
                })
        }
        try await roundTrip("nummultirange[]", isCanonical: false) { random in
            (0..<Int.random(in: 0...3, using: &random)).map { _ -> PGMultirange<PGNumeric>? in
                Bool.random(using: &random)
                    ? nil
                    : [range(&random) { PGNumeric(Int64.random(in: -9...9, using: &$0)) }]
            }
        }
    }

    @Test func composites() async throws {
        struct Inner: PostgresComposite, Equatable {
            static let typeName = "inside"
            var text: String?
            var numbers: [Int?]
        }
        struct Outer: PostgresComposite, Equatable {
            static let typeName = "outside"
            var inner: Inner?
            var several: [Inner]
            var text: String
        }
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE inside AS (text text, numbers int[])")
        try await pool.query(
            "CREATE TYPE outside AS (\"inner\" inside, several inside[], text text)")
        func inner(_ random: inout SystemRandomNumberGenerator) -> Inner {
            Inner(
                text: Bool.random(using: &random) ? text(&random) : nil,
                numbers: Bool.random(using: &random)
                    ? [] : [nil, Int.random(in: 0...9, using: &random)])
        }
        try await roundTrip("outside") { random in
            Outer(
                inner: Bool.random(using: &random) ? inner(&random) : nil,
                several: (0..<Int.random(in: 0...3, using: &random)).map { _ in inner(&random) },
                text: text(&random))
        }
    }
}
