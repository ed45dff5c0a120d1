#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore

extension CodecSample {
    /// `numeric`, with its scale.
    public static let numerics: [CodecSample] = [
        CodecSample(numeric("0"), "numeric", .numeric, text: "0", hex: "0000000000000000"),
        CodecSample(numeric("0.00"), "numeric", .numeric, text: "0.00", hex: "0000000000000002"),
        CodecSample(numeric("1"), "numeric", .numeric, text: "1", hex: "00010000000000000001"),
        CodecSample(numeric("-1"), "numeric", .numeric, text: "-1", hex: "00010000400000000001"),
        CodecSample(
            numeric("1.50"), "numeric", .numeric, text: "1.50", hex: "000200000000000200011388"),
        CodecSample(
            numeric("-12.345"), "numeric", .numeric, text: "-12.345",
            hex: "0002000040000003000c0d7a"),
        CodecSample(
            numeric("9999"), "numeric", .numeric, text: "9999", hex: "0001000000000000270f"),
        CodecSample(
            numeric("10000"), "numeric", .numeric, text: "10000", hex: "00010001000000000001"),
        CodecSample(
            numeric("10001"), "numeric", .numeric, text: "10001", hex: "000200010000000000010001"),
        CodecSample(
            numeric("99999999"), "numeric", .numeric, text: "99999999",
            hex: "0002000100000000270f270f"),
        CodecSample(
            numeric("100000000"), "numeric", .numeric, text: "100000000",
            hex: "00010002000000000001"),
        CodecSample(numeric("0.1"), "numeric", .numeric, text: "0.1", hex: "0001ffff0000000103e8"),
        CodecSample(
            numeric("0.0001"), "numeric", .numeric, text: "0.0001", hex: "0001ffff000000040001"),
        CodecSample(
            numeric("0.00001"), "numeric", .numeric, text: "0.00001", hex: "0001fffe0000000503e8"),
        CodecSample(
            numeric("0.000000000001"), "numeric", .numeric, text: "0.000000000001",
            hex: "0001fffd0000000c0001"),
        CodecSample(
            numeric("1234567890.0987654321"), "numeric", .numeric, text: "1234567890.0987654321",
            hex: "000600020000000a000c0d801ed203db198f0834"),
        CodecSample(
            numeric("-0.00010000"), "numeric", .numeric, text: "-0.00010000",
            hex: "0001ffff400000080001"),
        CodecSample(
            numeric("12345678901234567890123456789012345678901234567890"), "numeric", .numeric,
            text: "12345678901234567890123456789012345678901234567890",
            hex: "000d000c00000000000c0d801ed204d2162e23340d801ed204d2162e23340d801ed2"),
        CodecSample(
            numeric("1e20"), "numeric", .numeric, text: "100000000000000000000",
            hex: "00010005000000000001"),
        CodecSample(
            numeric("3.14159265358979323846264338327950288419716939937510"), "numeric", .numeric,
            text: "3.14159265358979323846264338327950288419716939937510",
            hex: "000e0000000000320003058724310e051efc0f060a530ef81f0e0b4407b31b1b249f03e8"),
        CodecSample(PGNumeric.nan, "numeric", .numeric, text: "NaN", hex: "00000000c0000000"),
        CodecSample(
            PGNumeric.infinity, "numeric", .numeric, text: "Infinity", hex: "00000000d0000020"),
        CodecSample(
            PGNumeric.negativeInfinity, "numeric", .numeric, text: "-Infinity",
            hex: "00000000f0000020"),
        CodecSample(
            numeric("1000.000"), "numeric", .numeric, text: "1000.000", hex: "000100000000000303e8"),
        CodecSample(
            numeric("0.5000"), "numeric", .numeric, text: "0.5000", hex: "0001ffff000000041388"),
        CodecSample(PGNumeric(-42), "numeric", .numeric, text: "-42", hex: "0001000040000000002a"),
        CodecSample(
            Decimal(sign: .minus, exponent: -2, significand: 1_234_567), "numeric", .numeric,
            text: "-12345.67", hex: "0003000140000002000109291a2c"),
        CodecSample(
            Decimal(10_000), "numeric", .numeric, text: "10000", hex: "00010001000000000001"),
        CodecSample(PGNumeric(7), "int8", .int8, text: "7", hex: "0000000000000007"),
        CodecSample(PGNumeric(-7), "int2", .int2, text: "-7", hex: "fff9"),
    ]
}
