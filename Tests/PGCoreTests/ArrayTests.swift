import PGCore
import Testing

@Suite("Arrays")
struct ArrayTests {
    @Test func `integers bind to a numeric array as its literal`() throws {
        let parameter = try encoded([1, nil, -3] as [Int?], as: .numericArray)

        #expect(parameter.format == .text)
        #expect(String(decoding: parameter.bytes, as: UTF8.self) == #"{"1",NULL,"-3"}"#)
    }

    @Test func `strings bind to an array of a user's enum as its literal`() throws {
        let parameter = try encoded(["a b", #"say "x" \ "#], as: OID(70_000))

        #expect(parameter.format == .text)
        #expect(
            String(decoding: parameter.bytes, as: UTF8.self) == #"{"a b","say \"x\" \\ "}"#)
    }

    @Test func `a literal replaces what was written before of the same parameter only`() throws {
        var writer = ParameterWriter()
        try 7.encode(as: .int4, into: &writer)
        try [1, 2].encode(as: .numericArray, into: &writer)

        #expect(writer.bytes == [0, 0, 0, 7] + Array(#"{"1","2"}"#.utf8))
    }

    @Test func `JSON texts bind to a jsonb array as its literal`() throws {
        let parameter = try encoded(["[1]"], as: .jsonbArray)

        #expect(parameter.format == .text)
        #expect(String(decoding: parameter.bytes, as: UTF8.self) == #"{"[1]"}"#)
    }

    @Test func `an element out of range is refused although the array would be text`() {
        let error = #expect(throws: PGError.self) {
            try encoded(["fine", "nul\0"], as: .jsonbArray)
        }

        #expect(error?.code == .parameterOutOfRange)
    }

    @Test func `an array is refused by its own name`() {
        let error = #expect(throws: PGError.self) { try encoded([true], as: .int4Array) }

        #expect(error?.code == .parameterMismatch)
        #expect(error?.message.contains("Array<Bool>") == true)
        #expect(error?.message.contains("int4[]") == true)
    }

    @Test func `an array does not bind to a single value`() {
        let error = #expect(throws: PGError.self) { try encoded([1], as: .int4) }

        #expect(error?.code == .parameterMismatch)
    }

    @Test func `a lower bound other than one is ignored`() throws {
        // '[2:3]={1,2}'::int4[]
        let bytes: [UInt8] =
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 2, 0, 0, 0, 2]
            + [0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 2]

        #expect(try decoded(bytes, .int4Array, as: [Int].self) == [1, 2])
        #expect(try decoded("[2:3]={1,2}", .int4Array, as: [Int].self) == [1, 2])
    }

    @Test func `NULL among elements that are not optional is an unexpected NULL`() {
        let text = #expect(throws: PGError.self) {
            try decoded("{1,NULL}", .int4Array, as: [Int].self)
        }
        let binary = #expect(throws: PGError.self) {
            try decoded(
                encoded([nil, 1] as [Int?], as: .int4Array).bytes, .int4Array, as: [Int].self)
        }

        #expect(text?.code == .unexpectedNull)
        #expect(binary?.code == .unexpectedNull)
    }

    @Test(arguments: ["{{1,2},{3,4}}", "[1:1][1:1]={{1}}"])
    func `several dimensions are refused with the reason`(text: String) {
        let error = #expect(throws: PGError.self) {
            try decoded(text, .int4Array, as: [Int].self)
        }

        #expect(error?.code == .decodingFailed)
        #expect(error?.message.contains("dimensions") == true)
    }

    @Test(arguments: [
        "", "{", "{1", "{1,}", "{,1}", "{1}x", #"{"a}"#, #"{"a\"#, "[1:2]", "1,2", "{\"a\"b}",
    ])
    func `malformed text is refused`(text: String) {
        let error = #expect(throws: PGError.self) {
            try decoded(text, .textArray, as: [String].self)
        }

        #expect(error?.code == .decodingFailed)
    }

    @Test func `a count larger than the value reserves nothing`() {
        let bytes: [UInt8] = [
            0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 1,
        ]

        let error = #expect(throws: PGError.self) {
            try decoded(bytes, .int4Array, as: [Int].self)
        }

        #expect(error?.code == .decodingFailed)
    }

    @Test func `bytes are one value and arrays of bytes are arrays`() {
        #expect([UInt8].sqlType == "bytea")
        #expect([[UInt8]].sqlType == "bytea[]")
        #expect([Int?].sqlType == "bigint[]")
    }

    @Test func `bytea reads the older spelling too`() throws {
        #expect(try decoded(#"a\\b\001\377"#, .bytea, as: [UInt8].self) == [97, 92, 98, 1, 255])
    }

    @Test(arguments: [#"\x0"#, #"\xzz"#, #"\9"#, #"\400"#, #"\12"#])
    func `malformed bytea is refused`(text: String) {
        #expect(throws: PGError.self) { try decoded(text, .bytea, as: [UInt8].self) }
    }
}
