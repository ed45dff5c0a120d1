import PGCore
import Testing

import QueryBuilder

@Suite("Columns as arrays")
struct ArrayParameterTests {
    @Test func `binary is what an array of the type itself writes`() throws {
        let values: [Int?] = [1, nil, -5]
        var expected = ParameterWriter()
        try values.encode(as: OID.int8.arrayType, into: &expected)
        var written = ParameterWriter()

        try ArrayParameter(values: values.map { $0 as any ParameterEncodable })
            .encode(as: OID.int8.arrayType, into: &written)

        #expect(written.bytes == expected.bytes)
        #expect(written.format == .binary)
    }

    @Test func `an element without a binary form makes all of it text`() throws {
        var written = ParameterWriter()
        try ArrayParameter(values: [1.5, 2.5]).encode(as: OID.numeric.arrayType, into: &written)

        #expect(written.format == .text)
        #expect(String(decoding: written.bytes, as: UTF8.self) == #"{"1.5","2.5"}"#)
    }

    @Test func `a user's type is written as text`() throws {
        var written = ParameterWriter()
        try ArrayParameter(values: ["a", SQLNull(), #"q"\"#])
            .encode(as: OID(70_000), into: &written)

        #expect(String(decoding: written.bytes, as: UTF8.self) == #"{"a",NULL,"q\"\\"}"#)
    }

    @Test func `a value that does not fit is named by its placeholder`() {
        var written = ParameterWriter()
        let error = #expect(throws: PGError.self) {
            try ArrayParameter(values: [1, 3_000_000_000])
                .encode(as: OID.int4.arrayType, into: &written)
        }
        #expect(error?.code == .parameterOutOfRange)
    }

    @Test(
        arguments: [
            ("text", "text[]"), ("varchar(20)", "varchar[]"), ("char(2)", "bpchar[]"),
            ("numeric(10,2)", "numeric[]"),
            ("timestamp(3) with time zone", "timestamp with time zone[]"),
            ("bit(4)", "varbit[]"), (#""Mood""#, #""Mood"[]"#), ("text[]", nil),
        ] as [(String, String?)])
    func `casts leave lengths out`(_ type: String, _ cast: String?) {
        #expect(SQLType(rawValue: type).arrayCast == cast)
    }
}

extension OID {
    fileprivate var arrayType: OID {
        switch self {
        case .int8: .int8Array
        case .int4: .int4Array
        default: .numericArray
        }
    }
}
