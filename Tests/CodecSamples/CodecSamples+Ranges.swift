import PGCore

extension CodecSample {
    private static let dayAndTime = timestamp(date(2020, 1, 2), time(3, 4, 5, 0))

    /// Ranges over every built-in bound, with and without ends.
    public static let ranges: [CodecSample] = [
        CodecSample(PGRange<Int32>.empty, "int4range", .int4range, text: "empty", hex: "01"),
        CodecSample(
            PGRange<Int32>(1..<5), "int4range", .int4range, text: "[1,5)",
            hex: "0200000004000000010000000400000005"),
        CodecSample(
            PGRange<Int>(1...), "int8range", .int8range, text: "[1,)",
            hex: "12000000080000000000000001"),
        CodecSample(
            PGRange<Int64>(..<9), "int8range", .int8range, text: "(,9)",
            hex: "08000000080000000000000009"),
        CodecSample(PGRange<Int>(...), "int4range", .int4range, text: "(,)", hex: "18"),
        CodecSample(
            PGRange(numeric("1.5")...numeric("2.50")), "numrange", .numrange, text: "[1.5,2.50]",
            hex: "060000000c0002000000000001000113880000000c000200000000000200021388"),
        CodecSample(
            range(.exclusive(numeric("-3")), .unbounded), "numrange", .numrange, text: "(-3,)",
            hex: "100000000a00010000400000000003"),
        CodecSample(
            PGRange(date(2020, 1, 1)..<date(2020, 2, 1)), "daterange", .daterange,
            text: "[2020-01-01,2020-02-01)", hex: "020000000400001c890000000400001ca8"),
        CodecSample(
            PGRange(PGDate.negativeInfinity...PGDate.infinity), "daterange", .daterange,
            text: "[-infinity,infinity]", hex: "060000000480000000000000047fffffff"),
        CodecSample(
            PGRange(timestamp(date(2020, 1, 1), time(0, 0, 0, 0))..<dayAndTime), "tsrange",
            .tsrange, text: #"["2020-01-01 00:00:00","2020-01-02 03:04:05")"#,
            hex: "020000000800023e0786c260000000000800023e1e36ef1340"),
        CodecSample(
            PGRange(instant(date(2020, 1, 1), time(0, 0, 0, 0))...), "tstzrange", .tstzrange,
            text: #"["2020-01-01 00:00:00+00",)"#, hex: "120000000800023e0786c26000"),
        CodecSample(
            1..<5 as Range<Int>, "int4range", .int4range, text: "[1,5)",
            hex: "0200000004000000010000000400000005"),
        CodecSample(
            1...4 as ClosedRange<Int>, "int4range", .int4range, text: "[1,5)",
            hex: "0200000004000000010000000400000005", isCanonical: false),
    ]

    /// Multiranges over every built-in bound.
    public static let multiranges: [CodecSample] = [
        CodecSample(
            PGMultirange<Int32>([]), "int4multirange", .int4multirange, text: "{}", hex: "00000000"),
        CodecSample(
            [PGRange(1..<3), PGRange(5..<7)] as PGMultirange<Int32>, "int4multirange",
            .int4multirange, text: "{[1,3),[5,7)}",
            hex:
                "00000002000000110200000004000000010000000400000003000000110200000004000000050000000400000007"
        ),
        CodecSample(
            [PGRange(..<3), PGRange(5...)] as PGMultirange<Int>, "int8multirange", .int8multirange,
            text: "{(,3),[5,)}",
            hex: "000000020000000d080000000800000000000000030000000d12000000080000000000000005"),
        CodecSample(
            [
                PGRange(numeric("1.5")...numeric("2")),
                range(.exclusive(numeric("3")), .exclusive(numeric("4"))),
            ] as PGMultirange, "nummultirange", .nummultirange, text: "{[1.5,2],(3,4)}",
            hex:
                "000000020000001f060000000c0002000000000001000113880000000a000100000000000000020000001d000000000a000100000000000000030000000a00010000000000000004"
        ),
        CodecSample(
            [PGRange(date(2020, 1, 1)..<date(2020, 2, 1))] as PGMultirange, "datemultirange",
            .datemultirange, text: "{[2020-01-01,2020-02-01)}",
            hex: "0000000100000011020000000400001c890000000400001ca8"),
        CodecSample(
            [PGRange(timestamp(date(2020, 1, 1), time(0, 0, 0, 0))..<dayAndTime)] as PGMultirange,
            "tsmultirange", .tsmultirange,
            text: #"{["2020-01-01 00:00:00","2020-01-02 03:04:05")}"#,
            hex: "0000000100000019020000000800023e0786c260000000000800023e1e36ef1340"),
        CodecSample(
            [PGRange(instant(date(2020, 1, 1), time(0, 0, 0, 0))...)] as PGMultirange,
            "tstzmultirange", .tstzmultirange, text: #"{["2020-01-01 00:00:00+00",)}"#,
            hex: "000000010000000d120000000800023e0786c26000"),
    ]

    private static func range<Bound>(
        _ lower: PGRange<Bound>.Limit, _ upper: PGRange<Bound>.Limit
    ) -> PGRange<Bound> {
        guard let range = PGRange(lower, upper) else {
            preconditionFailure("\(lower) is above \(upper)")
        }
        return range
    }
}
