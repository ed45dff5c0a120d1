import Foundation
import Testing

@testable import DemoAPI

@Suite("Answers as JSON")
struct JSONEncoderTests {
    private struct Thing: Codable, Equatable {
        var name: String
        var count: Int
        var ratio: Double
        var isThere: Bool
        var note: String?
        var number: Int?
        var parts: [Part] = []
        var named: [String: Part]?
    }

    private struct Part: Codable, Equatable {
        var id: Int
        var tags: [String]
        var inner: [[Int?]]
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONBytesEncoder.encode(value), as: UTF8.self)
    }

    @Test("keys come in the order of the properties, and what is nil is null")
    func order() throws {
        let thing = Thing(name: "a", count: 1, ratio: 0.5, isThere: true)
        #expect(
            try text(thing)
                == #"{"name":"a","count":1,"ratio":0.5,"isThere":true,"note":null,"#
                + #""number":null,"parts":[],"named":null}"#)
    }

    @Test("what was written is read as it was", arguments: 0..<50)
    func roundTrip(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let things = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            Self.thing(using: &random)
        }
        let bytes = try JSONBytesEncoder.encode(things)
        #expect(try JSONDecoder().decode([Thing].self, from: Data(bytes)) == things)
    }

    private static func thing(using random: inout SeededGenerator) -> Thing {
        Thing(
            name: string(using: &random), count: .random(in: .min ... .max, using: &random),
            ratio: Double.random(in: -1e9...1e9, using: &random),
            isThere: .random(using: &random),
            note: Bool.random(using: &random) ? string(using: &random) : nil,
            number: Bool.random(using: &random) ? 7 : nil,
            parts: (0..<Int.random(in: 0...3, using: &random)).map { part($0, using: &random) },
            named: Bool.random(using: &random)
                ? [string(using: &random): part(1, using: &random)] : nil)
    }

    private static func part(_ id: Int, using random: inout SeededGenerator) -> Part {
        Part(
            id: id,
            tags: (0..<Int.random(in: 0...3, using: &random)).map { _ in string(using: &random) },
            inner: [[], [1, nil, Int.random(in: -9...9, using: &random)]])
    }

    /// Text of characters that are special in JSON, or long in UTF-8.
    private static func string(using random: inout SeededGenerator) -> String {
        let characters = [
            "a", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1F}", "é", "👩‍👩‍👧", "\u{2028}", "\u{7F}",
        ]
        return (0..<Int.random(in: 0...8, using: &random))
            .map { _ in characters.randomElement(using: &random) ?? "" }.joined()
    }

    @Test(
        "instants are to the microsecond",
        arguments: [
            (0.0, "1970-01-01T00:00:00Z"), (1.5, "1970-01-01T00:00:01.5Z"),
            (-0.000001, "1969-12-31T23:59:59.999999Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (1_767_225_599.25, "2025-12-31T23:59:59.25Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"),
        ])
    func instants(seconds: Double, expected: String) throws {
        #expect(try text([Date(timeIntervalSince1970: seconds)]) == "[\"\(expected)\"]")
    }

    @Test("days of eight centuries are the calendar's")
    func days() throws {
        let style = Date.ISO8601FormatStyle()
        for day in stride(from: -140_000, through: 150_000, by: 37) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            #expect(try text([date]) == "[\"\(date.formatted(style))\"]")
        }
    }

    @Test("whole numbers have no fraction, and what is no number is refused")
    func numbers() throws {
        #expect(try text([1.0, -2.0, 0.1]) == "[1,-2,0.1]")
        for number in [Double.nan, .infinity, -.infinity] {
            #expect(throws: EncodingError.self) { try text([number]) }
        }
    }

    /// The same values, so that the encoder's general way is taken.
    private struct Wrapped<Value: Encodable>: Encodable {
        let value: Value

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }

    @Test("what writes its own JSON writes what its Codable conformance does", arguments: 0..<50)
    func byHand(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let users = (0..<seed % 5).map { id in
            UserRow(
                id: id, email: Self.string(using: &random), name: Self.string(using: &random),
                age: Bool.random(using: &random) ? 40 : nil, role: .admin,
                createdAt: Date(timeIntervalSince1970: .random(in: 0...2e9, using: &random)),
                version: 3)
        }
        let page = Page(users, UserQuery(limit: 3))
        #expect(try text(page) == text(Wrapped(value: page)))
        for user in users { #expect(try text(user) == text(Wrapped(value: user))) }
    }

    /// Opens containers by hand, in ways the compiler does not.
    private struct ByHand: Encodable {
        enum Key: String, CodingKey { case first, second, third }

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Key.self)
            var first = object.nestedContainer(keyedBy: Key.self, forKey: .first)
            try first.encode(1, forKey: .first)
            var list = first.nestedUnkeyedContainer(forKey: .second)
            try list.encode(2)
            var inner = list.nestedUnkeyedContainer()
            try inner.encodeNil()
            try 3.encode(to: list.superEncoder())
            try "x".encode(to: object.superEncoder(forKey: .second))
            _ = object.nestedUnkeyedContainer(forKey: .third)
        }
    }

    private struct Nothing: Encodable {
        func encode(to encoder: any Encoder) {}
    }

    @Test("containers close when an outer one goes on")
    func nesting() throws {
        #expect(
            try text(ByHand())
                == #"{"first":{"first":1,"second":[2,[null],3]},"second":"x","third":[]}"#)
        #expect(try text([Nothing()]) == "[{}]")
        #expect(try text("alone") == #""alone""#)
    }
}

/// Numbers that are the same each time.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &+ 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        // SplitMix64, by Guy Steele, Doug Lea and Christine Flood.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
