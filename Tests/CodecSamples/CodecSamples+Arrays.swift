import PGCore

extension CodecSample {
    /// Arrays of several dimensions and with lower bounds of their own.
    public static let wideArrays: [CodecSample] = [
        CodecSample(
            [[1, 2], [3, 4]] as [[Int]], "int4[]", .int4Array, text: "{{1,2},{3,4}}",
            hex:
                "000000020000000000000017000000020000000100000002000000010000000400000001000000040000000200000004000000030000000400000004"
        ),
        CodecSample(
            [[["a"], ["b"]], [["c"], [nil]]] as [[[String?]]], "text[]", .textArray,
            text: "{{{a},{b}},{{c},{NULL}}}",
            hex:
                "000000030000000100000019000000020000000100000002000000010000000100000001000000016100000001620000000163ffffffff"
        ),
        CodecSample(
            [[[1], []]] as [[[UInt8]]], "bytea[]", .byteaArray, text: #"{{"\\x01","\\x"}}"#,
            hex: "00000002000000000000001100000001000000010000000200000001000000010100000000"),
        CodecSample(
            PGArray([5, 6], lowerBound: 0), "int8[]", .int8Array, text: "[0:1]={5,6}",
            hex:
                "0000000100000000000000140000000200000000000000080000000000000005000000080000000000000006"
        ),
        CodecSample(
            array(
                [numeric("1.5"), numeric("2"), numeric("3"), .nan],
                [.init(lowerBound: -1, count: 2), .init(lowerBound: 2, count: 2)]),
            "numeric[]", .numericArray, text: "[-1:0][2:3]={{1.5,2},{3,NaN}}",
            hex:
                "0000000200000000000006a400000002ffffffff00000002000000020000000c0002000000000001000113880000000a000100000000000000020000000a000100000000000000030000000800000000c0000000"
        ),
        CodecSample(
            PGArray<Int32?>(), "int4[]", .int4Array, text: "{}", hex: "000000000000000000000017"),
        CodecSample(
            PGArray(["x", nil]), "text[]", .textArray, text: "{x,NULL}",
            hex: "00000001000000010000001900000002000000010000000178ffffffff"),
        CodecSample(
            [PGRange(1..<3), .empty, nil] as [PGRange<Int32>?], "int4range[]", .int4rangeArray,
            text: #"{"[1,3)",empty,NULL}"#,
            hex:
                "000000010000000100000f4000000003000000010000001102000000040000000100000004000000030000000101ffffffff"
        ),
        CodecSample(
            [[PGRange(1..<3)], []] as [PGMultirange<Int32>], "int4multirange[]",
            .int4multirangeArray, text: #"{"{[1,3)}","{}"}"#,
            hex:
                "000000010000000000001163000000020000000100000019000000010000001102000000040000000100000004000000030000000400000000"
        ),
        CodecSample(
            [[1..<3], [2..<4]] as [[Range<Int>]], "int8range[]", .int8rangeArray,
            text: #"{{"[1,3)"},{"[2,4)"}}"#,
            hex:
                "000000020000000000000f560000000200000001000000010000000100000019020000000800000000000000010000000800000000000000030000001902000000080000000000000002000000080000000000000004"
        ),
    ]

    private static func array<Element>(
        _ elements: [Element], _ dimensions: [PGArray<Element>.Dimension]
    ) -> PGArray<Element> {
        guard let array = PGArray(elements, dimensions: dimensions) else {
            preconditionFailure("\(elements.count) elements do not fill \(dimensions)")
        }
        return array
    }
}
