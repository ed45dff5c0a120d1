import CodecSamples
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore
import Testing

@Suite("Rows as JSON bytes")
struct JSONTests {
    /// Returns one value of a column as JSON.
    static func json(
        _ bytes: [UInt8]?, _ type: OID, _ format: WireFormat = .binary,
        _ change: (inout JSONOptions) -> Void = { _ in }
    ) throws -> String {
        var options = JSONOptions()
        change(&options)
        let rows = RawRows([RawColumn("v", type, format)], [[bytes]])
        let text = String(decoding: try rows.jsonBytes(options: options), as: UTF8.self)
        #expect(text.hasPrefix(#"[{"v":"#) && text.hasSuffix("}]"))
        return String(text.dropFirst(6).dropLast(2))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var type: OID
        var value: any ParameterEncodable
        var expected: String
        var testDescription: String { "\(type) \(expected)" }

        init(_ type: OID, _ value: any ParameterEncodable, _ expected: String) {
            self.type = type
            self.value = value
            self.expected = expected
        }
    }

    private static let time = PGTime("04:05:06.789") ?? .midnight

    static let cases: [Case] = [
        Case(.bool, true, "true"), Case(.bool, false, "false"),
        Case(.int2, Int16.min, "-32768"), Case(.int4, 0, "0"), Case(.int4, 1_000, "1000"),
        Case(.int8, Int64.min, "-9223372036854775808"), Case(.int8, Int64.max, "\(Int64.max)"),
        Case(.oid, 4_294_967_295, "4294967295"),
        Case(.float8, 0.1, "0.1"), Case(.float8, 100.0, "100"), Case(.float8, -0.0, "-0"),
        Case(.float8, 1e300, "1e+300"), Case(.float8, Double.leastNonzeroMagnitude, "5e-324"),
        Case(.float4, Float(0.1), "0.1"),
        Case(.float8, Double.nan, #""NaN""#), Case(.float8, Double.infinity, #""Infinity""#),
        Case(.float4, -Float.infinity, #""-Infinity""#),
        Case(.text, "plain", #""plain""#), Case(.text, "", #""""#),
        Case(
            .text, "a \"b\" \\ \u{8}\t\n\u{c}\r\u{1}\u{1f} é 🦉",
            #""a \"b\" \\ \b\t\n\f\r\u0001\u001f é 🦉""#),
        Case(.text, "12345678\"", #""12345678\"""#),
        Case(.json, JSONText("{\"a\": [1, 2]}"), "{\"a\": [1, 2]}"),
        Case(.jsonb, JSONText("[1, null]"), "[1, null]"),
        Case(.date, PGDate(daysSince2000: 0), #""2000-01-01""#),
        Case(.date, PGDate.infinity, #""infinity""#),
        Case(.date, PGDate("0044-03-15 BC") ?? .infinity, #""0044-03-15 BC""#),
        Case(.time, time, #""04:05:06.789""#),
        Case(.timestamp, PGTimestamp(microsecondsSince2000: -1), #""1999-12-31T23:59:59.999999""#),
        Case(.timestamptz, PGTimestampTZ(microsecondsSince2000: 0), #""2000-01-01T00:00:00Z""#),
        Case(
            .timestamptz, PGTimestampTZ("infinity") ?? .init(microsecondsSince2000: 0),
            #""infinity""#),
        Case(
            .interval, PGInterval(months: 14, days: -3, microseconds: 1_500_000),
            #""P1Y2M-3DT1.5S""#),
        Case(.bytea, [UInt8](), #""""#), Case(.bytea, [0xFF] as [UInt8], #""/w==""#),
        Case(.bytea, [0xFB, 0xFF] as [UInt8], #""+/8=""#),
        Case(.bytea, [1, 2, 3] as [UInt8], #""AQID""#),
        Case(.int4Array, [1, nil, -3] as [Int?], "[1,null,-3]"), Case(.int4Array, [Int](), "[]"),
        Case(.textArray, ["a,\"", "NULL", ""], #"["a,\"","NULL",""]"#),
        Case(.boolArray, [true, false], "[true,false]"),
        Case(OID(70_000), "happy", #""happy""#),
    ]

    @Test(arguments: cases)
    func `a value as JSON, from both formats`(sample: Case) throws {
        // The server prints a bool as one letter, which no encoder here writes.
        let isBool = [.bool, .boolArray].contains(sample.type)
        for format in isBool ? [WireFormat.binary] : [.binary, .text] {
            let bytes = try FixtureColumn("v", sample.type, format).bytes(of: sample.value)
            #expect(try Self.json(bytes, sample.type, format) == sample.expected, "\(format)")
        }
    }

    @Test func `a bool as the server prints it`() throws {
        #expect(try Self.json(Array("t".utf8), .bool, .text) == "true")
        #expect(try Self.json(Array("{t,f,NULL}".utf8), .boolArray, .text) == "[true,false,null]")
    }

    /// Found by fuzzing: no server sends these, and no bytes may stop the program.
    @Test(arguments: [Int64.min + 1, Int64.max - 1])
    func `an instant beyond the calendar's ends does not trap`(microseconds: Int64) throws {
        let bytes = try FixtureColumn("v", .timestamp)
            .bytes(of: PGTimestamp(microsecondsSince2000: microseconds))

        #expect(try Self.json(bytes, .timestamp).hasPrefix("\"29"))
    }

    static let numerics = [
        "0", "0.00", "1", "-1", "10000", "10000.0001", "0.0001", "0.00000001", "-0.5",
        "123456789.10",
        "99999999999999999999999999999999999999.999", "1000000000000", "0.10", "40000", "1e-20",
        "1e20",
    ]

    @Test(arguments: numerics)
    func `a numeric has every digit the server sent`(text: String) throws {
        let value = try #require(PGNumeric(text))
        let bytes = try FixtureColumn("v", .numeric).bytes(of: value)

        #expect(try Self.json(bytes, .numeric) == value.description)
        #expect(try Self.json(bytes, .numeric) { $0.numeric = .string } == "\"\(value)\"")
    }

    @Test func `options`() throws {
        let nan = try FixtureColumn("v", .float8).bytes(of: Double.nan)
        let numericNaN = try FixtureColumn("v", .numeric).bytes(of: PGNumeric.nan)

        #expect(try Self.json(nan, .float8) { $0.nonFinite = .null } == "null")
        #expect(try Self.json(numericNaN, .numeric) == #""NaN""#)
        #expect(try Self.json(numericNaN, .numeric) { $0.nonFinite = .null } == "null")
        #expect(
            try Self.json([0, 0, 0, 0, 0, 0, 0, 5], .int8) { $0.int8 = .string } == #""5""#)
        #expect(
            try Self.json([1, 0xAB], .bytea) { $0.bytea = .hexadecimal } == #""\\x01ab""#)
    }

    @Test func `keys in camel case`() throws {
        var options = JSONOptions()
        options.keys = .camelCase
        let names = ["id", "created_at", "_hidden_id", "a__b", "say \"hi\""]
        let rows = RawRows(names.map { RawColumn($0, .int4) }, [Array(repeating: nil, count: 5)])

        #expect(
            String(decoding: try rows.jsonBytes(options: options), as: UTF8.self)
                == #"[{"id":null,"createdAt":null,"_hiddenId":null,"aB":null,"say \"hi\"":null}]"#)
    }

    static func people(_ count: Int) -> RawRows {
        RawRows(
            [RawColumn("id", .int2), RawColumn("name", .text)],
            (0..<count).map { [[0, UInt8($0 % 256)], Array("n\($0)".utf8)] })
    }

    @Test func `layouts`() throws {
        let rows = Self.people(2)

        #expect(
            String(decoding: try rows.jsonBytes(), as: UTF8.self)
                == #"[{"id":0,"name":"n0"},{"id":1,"name":"n1"}]"#)
        #expect(
            String(decoding: try rows.jsonBytes(.lines), as: UTF8.self)
                == "{\"id\":0,\"name\":\"n0\"}\n{\"id\":1,\"name\":\"n1\"}\n")
        #expect(
            String(decoding: try rows.jsonColumnBytes(), as: UTF8.self)
                == #"{"id":[0,1],"name":["n0","n1"]}"#)
        #expect(
            String(decoding: try rows.row(at: 1).jsonBytes(), as: UTF8.self)
                == #"{"id":1,"name":"n1"}"#)
    }

    @Test func `no rows`() throws {
        let rows = Self.people(0)

        #expect(try rows.jsonBytes() == Array("[]".utf8))
        #expect(try rows.jsonBytes(.lines) == [])
    }

    @Test func `what was written before stays when a row fails`() throws {
        let rows = RawRows([RawColumn("n", .int4)], [[[0, 0, 0, 1]], [[1]]])
        var bytes = Array("before".utf8)

        let error = #expect(throws: PGError.self) { try rows.writeJSON(into: &bytes) }

        #expect(bytes == Array("before".utf8))
        #expect(error?.row == 1)
        #expect(error?.column == "n")
        try Self.people(0).writeJSON(into: &bytes)
        #expect(bytes == Array("before[]".utf8))
    }

    @Test func `a document with line breaks stays on its line`() throws {
        let rows = RawRows([RawColumn("d", .json)], [[Array("{\n\"a\":\r\n1}".utf8)]])

        #expect(try rows.jsonBytes(.lines) == Array("{\"d\":{ \"a\":  1}}\n".utf8))
        #expect(try rows.jsonBytes() == Array("[{\"d\":{\n\"a\":\r\n1}}]".utf8))
    }

    @Test func `invalid UTF-8 is replaced as a String replaces it`() throws {
        var random = SeededGenerator(seed: UInt64.random(in: .min ... .max))
        let pool: [UInt8] = [
            0x41, 0x80, 0xBF, 0xC2, 0xE0, 0xA0, 0xED, 0x9F, 0xF0, 0x90, 0xF4, 0x8F, 0xFF,
        ]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pool.randomElement(using: &random) ?? 0
            }
            let expected = "\"" + String(decoding: bytes, as: UTF8.self) + "\""
            #expect(try Self.json(bytes, .text) == expected, "\(bytes)")
        }
    }

    @Test func `arrays of several dimensions, in text with bounds`() throws {
        #expect(
            try Self.json(Array("[0:1][3:4]={{1,2},{NULL,4}}".utf8), .int4Array, .text)
                == "[[1,2],[null,4]]")
        #expect(
            try Self.json(Array(#"{"a\"b",c,NULL,"NULL"}"#.utf8), .textArray, .text)
                == #"["a\"b","c",null,"NULL"]"#)
        #expect(
            try Self.json(Array("{(1,1),(0,0);(2,2),(0,0)}".utf8), .boxArray, .text)
                == #"["(1,1),(0,0)","(2,2),(0,0)"]"#)
    }

    @Test func `the vectors of the catalogs are arrays`() throws {
        #expect(try Self.json(Array("1 -2".utf8), .int2vector, .text) == "[1,-2]")
        #expect(try Self.json(Array("".utf8), .oidvector, .text) == "[]")
    }

    @Test(arguments: [
        "{", "{1", "{1,", "{1,}", "1}", "{}x", "{{1}", "", "[1:2]={1}x", "{\"a}", "{\"a\\",
    ])
    func `malformed array text is refused`(text: String) throws {
        #expect(throws: PGError.self) { try Self.json(Array(text.utf8), .textArray, .text) }
    }

    @Test func `a row value has the server's names`() throws {
        let record: [UInt8] = [
            0, 0, 0, 2, 0, 0, 0, 21, 0, 0, 0, 2, 0, 7, 0, 0, 0, 25, 0xFF, 0xFF, 0xFF, 0xFF,
        ]

        #expect(try Self.json(record, .record) == #"{"f1":7,"f2":null}"#)
    }

    /// Rows within rows, deeper than any program's stack.
    @Test func `row values that lie too deep are refused`() throws {
        var record: [UInt8] = [0, 0, 0, 0]
        for _ in 0..<1000 {
            let length = UInt32(record.count)
            let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
            // One field of type 2249, which is `record`.
            record = [0, 0, 0, 1, 0, 0, 0x08, 0xC9] + bytes + record
        }
        let error = #expect(throws: PGError.self) { try Self.json(record, .record) }
        #expect(error?.code == .decodingFailed)
        let second = #expect(throws: PGError.self) {
            try Cell.withBytes(record, type: .record, format: .binary) {
                (cell) throws(PGError) in try DynamicValue(from: cell)
            }
        }
        #expect(second?.code == .decodingFailed)
    }

    @Test func `a binary value of an unknown type is refused with advice`() throws {
        let error = #expect(throws: PGError.self) {
            try Self.json([0, 0, 0, 1, 0, 0, 0, 23], OID(70_000))
        }

        #expect(error?.code == .decodingFailed)
        #expect(error?.column == "v")
        #expect(error?.hint?.contains("to_jsonb") == true)
    }

    /// What the server has to be asked for as text or JSON: see the guide about reading rows.
    static func isWritten(_ sample: CodecSample) -> Bool {
        sample.oid.isBuiltIn
    }

    @Test(arguments: CodecSample.all.filter(isWritten))
    func `every sample is a document that Foundation reads`(sample: CodecSample) throws {
        for (bytes, format) in [
            (sample.binary, WireFormat.binary), (Array(sample.text.utf8), .text),
        ] {
            let rows = RawRows([RawColumn("v", sample.oid, format)], [[bytes], [nil]])
            let json = try rows.jsonBytes()
            _ = try JSONDecoder().decode([[String: AnyJSON]].self, from: Data(json))
        }
    }
}

/// Any JSON, looked through and forgotten.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
            while !list.isAtEnd { _ = try list.decode(AnyJSON.self) }
        } else {
            _ = try decoder.singleValueContainer()
        }
    }
}

@Suite("Streams of rows as JSON bytes")
struct JSONChunkTests {
    /// A stream of batches that may end in an error.
    struct Batches: AsyncSequence, Sendable {
        typealias Element = RawRows
        typealias Failure = PGError
        var batches: [RawRows]
        var failure: PGError?

        struct AsyncIterator: AsyncIteratorProtocol {
            var rest: ArraySlice<RawRows>
            let failure: PGError?

            mutating func next() async throws(PGError) -> RawRows? {
                if let next = rest.popFirst() { return next }
                if let failure { throw failure }
                return nil
            }

            mutating func next(
                isolation actor: isolated (any Actor)?
            ) async throws(PGError) -> RawRows? {
                if let next = rest.popFirst() { return next }
                if let failure { throw failure }
                return nil
            }
        }

        func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(rest: batches[...], failure: failure)
        }
    }

    static func pieces(_ counts: [Int], _ layout: JSONLayout) async throws -> [String] {
        var pieces: [String] = []
        for try await piece in Batches(batches: counts.map(JSONTests.people)).jsonChunks(layout) {
            pieces.append(String(decoding: piece, as: UTF8.self))
        }
        return pieces
    }

    @Test(arguments: [[], [1], [2, 3], [0, 1, 0, 2], [0]])
    func `the pieces are one array`(counts: [Int]) async throws {
        let pieces = try await Self.pieces(counts, .array)

        let whole = try counts.map { count in
            String(decoding: try JSONTests.people(count).jsonBytes(), as: UTF8.self).dropFirst()
                .dropLast()
        }
        #expect(pieces.joined() == "[" + whole.filter { !$0.isEmpty }.joined(separator: ",") + "]")
        #expect(!pieces.contains(""))
    }

    @Test func `the pieces are lines`() async throws {
        let pieces = try await Self.pieces([1, 0, 2], .lines)

        #expect(pieces.joined().split(separator: "\n").count == 3)
        #expect(pieces.joined().hasSuffix("}\n"))
        #expect(try await Self.pieces([], .lines).isEmpty)
    }

    @Test func `a failure ends the pieces without closing the array`() async throws {
        let lost = PGError(.connectionLost, "gone")
        var iterator = Batches(batches: [JSONTests.people(1)], failure: lost).jsonChunks()
            .makeAsyncIterator()

        #expect(try await iterator.next() == Array(#"[{"id":0,"name":"n0"}"#.utf8))
        let error = await #expect(throws: PGError.self) { _ = try await iterator.next() }
        #expect(error?.code == .connectionLost)
    }
}
