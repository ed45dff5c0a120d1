#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore

extension CodecProperty {
    /// Every type, the extensions' included.
    public static let all =
        plain + times + scalars + network + geometry + identifiers + textSearch + extensions

    /// Types that Swift has itself.
    public static let plain: [CodecProperty] = [
        CodecProperty("boolean", .bool, printsAsServer: false) { $0.chance(2) },
        CodecProperty("smallint", .int2) { random in
            random.edge([.min, .max, 0, -1]) { Int16.random(in: .min ... .max, using: &$0) }
        },
        CodecProperty("integer", .int4) { random in
            random.edge([.min, .max, 0, -1]) { Int32.random(in: .min ... .max, using: &$0) }
        },
        CodecProperty("bigint", .int8) { random in
            random.edge([.min, .max, 0, -1]) { Int64(bitPattern: $0.next()) }
        },
        CodecProperty("bigint", .int8) { Int(truncatingIfNeeded: $0.next()) },
        CodecProperty("real", .float4, printsAsServer: false) { random in
            random.edge([.infinity, -.infinity, .nan]) { $0.float() }
        },
        CodecProperty("double precision", .float8, printsAsServer: false) { random in
            random.edge([.nan]) { $0.double() }
        },
        CodecProperty("numeric", .numeric) { $0.numeric() },
        CodecProperty("text", .text) { $0.text(0...8) },
        CodecProperty("character varying", .varchar) { $0.text(0...8) },
        CodecProperty("character", .bpchar) { _ in "x" },
        CodecProperty("name", .name) { $0.text(0...8) },
        CodecProperty("refcursor", .refcursor) { $0.text(0...8) },
        CodecProperty("bytea", .bytea) { Data($0.bytes($0.int(0...40))) },
        CodecProperty("uuid", .uuid) { random in
            let bytes = random.bytes(16)
            return UUID(
                uuid: (
                    bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                    bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14],
                    bytes[15]
                ))
        },
        CodecProperty("json", .json) { $0.json() },
        CodecProperty("jsonb", .jsonb) { $0.json() },
    ]

    /// Dates and times, with their infinities and far ends.
    public static let times: [CodecProperty] = [
        CodecProperty("date", .date) { random in
            let edges: [Int32] = [.min, .max, 0, -1, -2_451_545, 2_145_031_948, -730_120, -730_119]
            return PGDate(
                daysSince2000: random.edge(edges) {
                    Int32.random(in: -2_451_545...2_145_031_948, using: &$0)
                })
        },
        CodecProperty("time without time zone", .time) { $0.time() },
        CodecProperty("time with time zone", .timetz) { random in
            let offset = random.edge([0, 3_600, -3_600, 19_800, 1_172, 57_599, -57_599]) {
                $0.int(-57_599...57_599)
            }
            return PGTimeTZ(random.time(), offset: offset) ?? .utcMidnight
        },
        CodecProperty("timestamp without time zone", .timestamp) {
            PGTimestamp(microsecondsSince2000: $0.microseconds())
        },
        CodecProperty("timestamp with time zone", .timestamptz) {
            PGTimestampTZ(microsecondsSince2000: $0.microseconds())
        },
        CodecProperty("interval", .interval) { random in
            let edges: [PGInterval] = [
                PGInterval(), PGInterval(months: .min), PGInterval(months: .max, days: .max),
                PGInterval(days: .min), PGInterval(microseconds: .max),
                PGInterval(months: -13, days: 1, microseconds: -1), PGInterval(microseconds: -1),
            ]
            return random.edge(edges) { random in
                PGInterval(
                    months: Int32.random(in: .min ... .max, using: &random),
                    days: Int32.random(in: .min ... .max, using: &random),
                    // The server multiplies hours by seconds when it reads text: not to the ends.
                    microseconds: Int64(bitPattern: random.next()) / 2)
            }
        },
    ]
}

extension PGTimeTZ {
    static let utcMidnight: PGTimeTZ = {
        guard let value = PGTimeTZ(.midnight, offset: 0) else { preconditionFailure("no midnight") }
        return value
    }()
}

extension SampleGenerator {
    mutating func numeric() -> PGNumeric {
        edge([.nan, .infinity, .negativeInfinity, PGNumeric(0), CodecSamples.numeric("0.000")]) {
            random in
            var text = random.chance(2) ? "-" : ""
            text += random.list(1...60) { String($0.int(0...9)) }.joined()
            if random.chance(2) { text += "e-\(random.int(0...80))" }
            if random.chance(8) { text += String(repeating: "0", count: 400) }
            return PGNumeric(text) ?? .nan
        }
    }

    mutating func time() -> PGTime {
        PGTime(
            microseconds: edge([0, 1, 86_400_000_000, 86_399_999_999]) {
                Int64.random(in: 0...86_400_000_000, using: &$0)
            }) ?? .midnight
    }

    /// From 4713 BC to 294276 AD, and the infinities.
    mutating func microseconds() -> Int64 {
        let ends: ClosedRange<Int64> = -211_813_488_000_000_000...9_223_371_331_199_999_999
        let edges = [.min, .max, 0, -1, ends.lowerBound, ends.upperBound]
        return edge(edges) { random in
            random.chance(2)
                ? Int64.random(in: ends, using: &random)
                // The time of one of the years around now.
                : Int64.random(in: -1_000_000_000_000_000...1_000_000_000_000_000, using: &random)
        }
    }

    /// A document as `jsonb` prints it.
    mutating func json() -> JSONText {
        let texts = ["null", "true", "1", "-0.5", "[]", "{}", #""ü\"""#, #"[1, "a", null]"#]
        let leaf = texts.randomElement(using: &self) ?? "null"
        return JSONText(chance(2) ? leaf : #"{"a": \#(leaf), "bb": [\#(leaf)]}"#)
    }
}
