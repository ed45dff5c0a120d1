import PGCore

extension CodecSample {
    /// Bits, money, XML, JSON paths, single bytes and times with a zone.
    public static let scalars: [CodecSample] = [
        CodecSample(
            made("", PGBitString.self), "bit varying", .varbit, text: "", hex: "00000000"),
        CodecSample(
            made("0", PGBitString.self), "bit varying", .varbit, text: "0", hex: "0000000100"),
        CodecSample(
            made("1", PGBitString.self), "bit varying", .varbit, text: "1", hex: "0000000180"),
        CodecSample(
            made("101", PGBitString.self), "bit varying", .varbit, text: "101", hex: "00000003a0"),
        CodecSample(
            made("11111111", PGBitString.self), "bit varying", .varbit, text: "11111111",
            hex: "00000008ff"),
        CodecSample(
            made("000000001", PGBitString.self), "bit varying", .varbit, text: "000000001",
            hex: "000000090080"),
        CodecSample(
            made("1010101010101010101", PGBitString.self), "bit varying", .varbit,
            text: "1010101010101010101", hex: "00000013aaaaa0"),
        CodecSample(
            made("101", PGBitString.self), "bit(3)", .bit, text: "101", hex: "00000003a0"),
        CodecSample(
            PGMoney(minorUnits: 0), "money", .money, text: "$0.00", hex: "0000000000000000"),
        CodecSample(
            PGMoney(minorUnits: -123), "money", .money, text: "-$1.23", hex: "ffffffffffffff85"),
        CodecSample(
            PGMoney(minorUnits: 5), "money", .money, text: "$0.05", hex: "0000000000000005"),
        CodecSample(
            PGMoney(minorUnits: 123_456_789), "money", .money, text: "$1,234,567.89",
            hex: "00000000075bcd15"),
        CodecSample(
            PGMoney(minorUnits: .min), "money", .money, text: "-$92,233,720,368,547,758.08",
            hex: "8000000000000000"),
        CodecSample(
            PGMoney(minorUnits: .max), "money", .money, text: "$92,233,720,368,547,758.07",
            hex: "7fffffffffffffff"),
        CodecSample(
            PGMoney(minorUnits: 100_000), "money", .money, text: "$1,000.00",
            hex: "00000000000186a0"),
        CodecSample(
            XMLText("<a b='1'>ü</a>"), "xml", .xml, text: "<a b='1'>ü</a>",
            hex: "3c6120623d2731273ec3bc3c2f613e"),
        CodecSample(
            XMLText("one<br/>two"), "xml", .xml, text: "one<br/>two", hex: "6f6e653c62722f3e74776f"),
        CodecSample(
            JSONPath(#"$."a"[*]?(@ > 1)"#), "jsonpath", .jsonpath, text: #"$."a"[*]?(@ > 1)"#,
            hex: "01242e2261225b2a5d3f2840203e203129"),
        CodecSample(
            PGChar("r"), #""char""#, .char, text: "r", hex: "72"),
        CodecSample(
            PGChar(0), #""char""#, .char, text: "", hex: "00"),
        CodecSample(
            PGChar(200), #""char""#, .char, text: #"\310"#, hex: "c8"),
        CodecSample(
            PGChar(92), #""char""#, .char, text: #"\"#, hex: "5c"),
        CodecSample(
            made("04:05:06.789-08", PGTimeTZ.self), "timetz", .timetz, text: "04:05:06.789-08",
            hex: "000000036c97ca8800007080"),
        CodecSample(
            made("00:00:00+00", PGTimeTZ.self), "timetz", .timetz, text: "00:00:00+00",
            hex: "000000000000000000000000"),
        CodecSample(
            made("24:00:00+15:59:59", PGTimeTZ.self), "timetz", .timetz, text: "24:00:00+15:59:59",
            hex: "000000141dd76000ffff1f01"),
        CodecSample(
            made("12:00:00+05:30", PGTimeTZ.self), "timetz", .timetz, text: "12:00:00+05:30",
            hex: "0000000a0eebb000ffffb2a8"),
        CodecSample(
            made("12:00:00-00:19:32", PGTimeTZ.self), "timetz", .timetz, text: "12:00:00-00:19:32",
            hex: "0000000a0eebb00000000494"),
        CodecSample(
            made("23:59:59.999999-15:59:59", PGTimeTZ.self), "timetz", .timetz,
            text: "23:59:59.999999-15:59:59", hex: "000000141dd75fff0000e0ff"),
        CodecSample(
            "cursor 1", "refcursor", .refcursor, text: "cursor 1", hex: "637572736f722031"),
    ]
}
