#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore

extension CodecSample {
    /// `json` and `jsonb`.
    public static let documents: [CodecSample] = [
        CodecSample(
            JSONText(#"{"a": [1, null, "x"]}"#), "jsonb", .jsonb, text: #"{"a": [1, null, "x"]}"#,
            hex: "017b2261223a205b312c206e756c6c2c202278225d7d"),
        CodecSample(
            JSONText(#"{"b":1,  "a":2}"#), "json", .json, text: #"{"b":1,  "a":2}"#,
            hex: "7b2262223a312c20202261223a327d"),
        CodecSample(
            #"{"a": "ü"}"#, "jsonb", .jsonb, text: #"{"a": "ü"}"#, hex: "017b2261223a2022c3bc227d",
            isCanonical: false),
        CodecSample(
            JSONEncoded(["a": 1]), "jsonb", .jsonb, text: #"{"a": 1}"#, hex: "017b2261223a20317d",
            isCanonical: false),
        CodecSample(JSONEncoded([1, 2]), "json", .json, text: "[1,2]", hex: "5b312c325d"),
    ]

    /// One-dimensional arrays.
    public static let arrays: [CodecSample] = [
        CodecSample(
            [1, 2, -3] as [Int], "int8[]", .int8Array, text: "{1,2,-3}",
            hex:
                "000000010000000000000014000000030000000100000008000000000000000100000008000000000000000200000008fffffffffffffffd"
        ),
        CodecSample([Int](), "int8[]", .int8Array, text: "{}", hex: "000000000000000000000014"),
        CodecSample(
            [1, nil] as [Int?], "int4[]", .int4Array, text: "{1,NULL}",
            hex: "00000001000000010000001700000002000000010000000400000001ffffffff"),
        CodecSample(
            [1, 2] as [Int16], "int2[]", .int2Array, text: "{1,2}",
            hex: "0000000100000000000000150000000200000001000000020001000000020002"),
        CodecSample(
            [7] as [Int32], "int4[]", .int4Array, text: "{7}",
            hex: "00000001000000000000001700000001000000010000000400000007"),
        CodecSample(
            ["a", "", "NULL", #"q"u\o,te{}"#, " "], "text[]", .textArray,
            text: #"{a,"","NULL","q\"u\\o,te{}"," "}"#,
            hex:
                "0000000100000000000000190000000500000001000000016100000000000000044e554c4c0000000a7122755c6f2c74657b7d0000000120"
        ),
        CodecSample(
            ["x", nil] as [String?], "varchar[]", .varcharArray, text: "{x,NULL}",
            hex: "00000001000000010000041300000002000000010000000178ffffffff"),
        CodecSample(
            [true, false], "bool[]", .boolArray, text: "{t,f}",
            hex: "000000010000000000000010000000020000000100000001010000000100"),
        CodecSample(
            [0.5, .infinity, .nan] as [Double], "float8[]", .float8Array,
            text: "{0.5,Infinity,NaN}",
            hex:
                "0000000100000000000002bd0000000300000001000000083fe0000000000000000000087ff0000000000000000000087ff8000000000000"
        ),
        CodecSample(
            [1.5] as [Float], "float4[]", .float4Array, text: "{1.5}",
            hex: "0000000100000000000002bc0000000100000001000000043fc00000"),
        CodecSample(
            [numeric("1.50"), .nan], "numeric[]", .numericArray, text: "{1.50,NaN}",
            hex:
                "0000000100000000000006a400000002000000010000000c0002000000000002000113880000000800000000c0000000"
        ),
        CodecSample(
            [Decimal(3)], "numeric[]", .numericArray, text: "{3}",
            hex: "0000000100000000000006a400000001000000010000000a00010000000000000003"),
        CodecSample(
            [UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))], "uuid[]", .uuidArray,
            text: "{00000000-0000-0000-0000-000000000001}",
            hex: "000000010000000000000b8600000001000000010000001000000000000000000000000000000001"),
        CodecSample(
            [date(2020, 2, 29), .infinity], "date[]", .dateArray, text: "{2020-02-29,infinity}",
            hex: "00000001000000000000043a00000002000000010000000400001cc4000000047fffffff"),
        CodecSample(
            [time(1, 2, 3, 0)], "time[]", .timeArray, text: "{01:02:03}",
            hex: "00000001000000000000043b00000001000000010000000800000000dde878c0"),
        CodecSample(
            [timestamp(date(2020, 1, 2), time(3, 4, 5, 0)), nil] as [PGTimestamp?], "timestamp[]",
            .timestampArray, text: #"{"2020-01-02 03:04:05",NULL}"#,
            hex: "00000001000000010000045a00000002000000010000000800023e1e36ef1340ffffffff"),
        CodecSample(
            [instant(date(-43, 3, 15), time(3, 4, 5, 0))], "timestamptz[]", .timestamptzArray,
            text: #"{"0044-03-15 03:04:05+00 BC"}"#,
            hex: "0000000100000000000004a0000000010000000100000008ff1af9e17eb07340"),
        CodecSample(
            [Date(timeIntervalSinceReferenceDate: 0)], "timestamptz[]", .timestamptzArray,
            text: #"{"2001-01-01 00:00:00+00"}"#,
            hex: "0000000100000000000004a000000001000000010000000800001cc2a9eb4000"),
        CodecSample(
            [PGInterval(months: 1, days: 2)], "interval[]", .intervalArray,
            text: #"{"1 mon 2 days"}"#,
            hex: "0000000100000000000004a200000001000000010000001000000000000000000000000200000001"),
        CodecSample(
            [[1, 255], []] as [[UInt8]], "bytea[]", .byteaArray, text: #"{"\\x01ff","\\x"}"#,
            hex: "00000001000000000000001100000002000000010000000201ff00000000"),
        CodecSample(
            [Data([7])], "bytea[]", .byteaArray, text: #"{"\\x07"}"#,
            hex: "00000001000000000000001100000001000000010000000107"),
        CodecSample(
            [JSONText("[1]")], "jsonb[]", .jsonbArray, text: "{[1]}",
            hex: "000000010000000000000eda000000010000000100000004015b315d"),
        CodecSample(
            [JSONText("[1]"), nil] as [JSONText?], "json[]", .jsonArray, text: "{[1],NULL}",
            hex: "0000000100000001000000720000000200000001000000035b315dffffffff"),
        CodecSample(
            [JSONEncoded([1])], "json[]", .jsonArray, text: "{[1]}",
            hex: "0000000100000000000000720000000100000001000000035b315d"),
    ]
}
