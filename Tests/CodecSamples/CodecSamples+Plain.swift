#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore

extension CodecSample {
    /// `boolean`.
    public static let booleans: [CodecSample] = [
        CodecSample(true, "bool", .bool, text: "t", hex: "01"),
        CodecSample(false, "bool", .bool, text: "f", hex: "00"),
    ]

    /// The integer types, at their ends.
    public static let integers: [CodecSample] = [
        CodecSample(Int16.max, "int2", .int2, text: "32767", hex: "7fff"),
        CodecSample(Int16.min, "int2", .int2, text: "-32768", hex: "8000"),
        CodecSample(Int32.max, "int4", .int4, text: "2147483647", hex: "7fffffff"),
        CodecSample(Int32.min, "int4", .int4, text: "-2147483648", hex: "80000000"),
        CodecSample(Int64.max, "int8", .int8, text: "9223372036854775807", hex: "7fffffffffffffff"),
        CodecSample(
            Int64.min, "int8", .int8, text: "-9223372036854775808", hex: "8000000000000000"),
        CodecSample(Int(0), "int8", .int8, text: "0", hex: "0000000000000000"),
        CodecSample(Int(-1), "int4", .int4, text: "-1", hex: "ffffffff"),
        CodecSample(Int(42), "int2", .int2, text: "42", hex: "002a"),
        CodecSample(Int(4_294_967_295), "oid", .oid, text: "4294967295", hex: "ffffffff"),
        CodecSample(Int32(7), "int8", .int8, text: "7", hex: "0000000000000007"),
        CodecSample(Int64(7), "int2", .int2, text: "7", hex: "0007"),
    ]

    /// The floating-point types, with NaN and the infinities.
    public static let floats: [CodecSample] = [
        CodecSample(0.1, "float8", .float8, text: "0.1", hex: "3fb999999999999a"),
        CodecSample(-0.0, "float8", .float8, text: "-0", hex: "8000000000000000"),
        CodecSample(
            Double.greatestFiniteMagnitude, "float8", .float8, text: "1.7976931348623157e+308",
            hex: "7fefffffffffffff"),
        CodecSample(
            Double.leastNonzeroMagnitude, "float8", .float8, text: "5e-324", hex: "0000000000000001"
        ),
        CodecSample(Double.nan, "float8", .float8, text: "NaN", hex: "7ff8000000000000"),
        CodecSample(Double.infinity, "float8", .float8, text: "Infinity", hex: "7ff0000000000000"),
        CodecSample(
            -Double.infinity, "float8", .float8, text: "-Infinity", hex: "fff0000000000000"),
        CodecSample(1e16, "float8", .float8, text: "1e+16", hex: "4341c37937e08000"),
        CodecSample(123456.789, "float8", .float8, text: "123456.789", hex: "40fe240c9fbe76c9"),
        CodecSample(Float(0.1), "float4", .float4, text: "0.1", hex: "3dcccccd"),
        CodecSample(
            Float.greatestFiniteMagnitude, "float4", .float4, text: "3.4028235e+38", hex: "7f7fffff"
        ),
        CodecSample(Float.nan, "float4", .float4, text: "NaN", hex: "7fc00000"),
        CodecSample(-Float.infinity, "float4", .float4, text: "-Infinity", hex: "ff800000"),
    ]

    /// Types that travel as their text.
    public static let texts: [CodecSample] = [
        CodecSample("plain", "text", .text, text: "plain", hex: "706c61696e"),
        CodecSample("", "text", .text, text: "", hex: ""),
        CodecSample(
            "naïve 🦉 \u{1F1E9}\u{1F1EA}", "text", .text, text: "naïve 🦉 🇩🇪",
            hex: "6e61c3af766520f09fa68920f09f87a9f09f87aa"),
        CodecSample(
            "it's \"quoted\" \\ back", "text", .text, text: #"it's "quoted" \ back"#,
            hex: "69742773202271756f74656422205c206261636b"),
        CodecSample("short", "varchar", .varchar, text: "short", hex: "73686f7274"),
        CodecSample("ab   ", "char(5)", .bpchar, text: "ab   ", hex: "6162202020"),
        CodecSample("pg_class", "name", .name, text: "pg_class", hex: "70675f636c617373"),
        CodecSample("x", #""char""#, .char, text: "x", hex: "78"),
        CodecSample("<a>1</a>", "xml", .xml, text: "<a>1</a>", hex: "3c613e313c2f613e"),
        CodecSample(
            UUID(
                uuid: (
                    0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd,
                    0x38, 0x0a, 0x11
                )), "uuid", .uuid, text: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            hex: "a0eebc999c0b4ef8bb6d6bb9bd380a11"),
        CodecSample(
            UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), "uuid", .uuid,
            text: "00000000-0000-0000-0000-000000000000", hex: "00000000000000000000000000000000"),
    ]

    /// `bytea`.
    public static let bytes: [CodecSample] = [
        CodecSample([UInt8](), "bytea", .bytea, text: #"\x"#, hex: ""),
        CodecSample(
            [0x00, 0xff, 0x5c, 0x27] as [UInt8], "bytea", .bytea, text: #"\x00ff5c27"#,
            hex: "00ff5c27"),
        CodecSample(Data([1, 2, 3]), "bytea", .bytea, text: #"\x010203"#, hex: "010203"),
    ]
}
