import CodecSamples
import PGCore
import Testing

@Suite("Values of any type")
struct DynamicValueTests {
    static let cases: [(OID, WireFormat, [UInt8], DynamicValue)] = [
        (.bool, .binary, [1], .bool(true)),
        (.int2, .binary, [0, 7], .integer(7)),
        (.oid, .binary, [0xFF, 0xFF, 0xFF, 0xFF], .integer(4_294_967_295)),
        (.float4, .text, Array("1.5".utf8), .double(1.5)),
        (.numeric, .text, Array("1.50".utf8), PGNumeric("1.50").map { .numeric($0) } ?? .null),
        (.text, .binary, Array("a".utf8), .text("a")),
        (.bytea, .binary, [1, 2], .bytes([1, 2])),
        (.jsonb, .binary, [1] + Array("{}".utf8), .json("{}")),
        (OID(70_000), .binary, Array("happy".utf8), .text("happy")),
        (OID(70_000), .binary, [0, 0, 0, 1], .other(OID(70_000), [0, 0, 0, 1])),
        (.inet, .binary, [2, 32, 0, 4, 1, 2, 3, 4], .text("1.2.3.4")),
        (.inet, .text, Array("1.2.3.4".utf8), .text("1.2.3.4")),
        (.int4Array, .text, Array("{1,NULL}".utf8), .array([.integer(1), .null])),
        (.int4Array, .text, Array("{{1},{2}}".utf8), .text("{{1},{2}}")),
        (
            .int2Array, .binary,
            [
                0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 21, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1,
                0, 0, 0, 2, 0, 5, 0xFF, 0xFF, 0xFF, 0xFF,
            ], .array([.array([.integer(5)]), .array([.null])])
        ),
    ]

    @Test(arguments: cases)
    func `a value comes in the Swift type that goes with its column`(
        type: OID, format: WireFormat, bytes: [UInt8], expected: DynamicValue
    ) throws {
        let value = try Cell.withBytes(bytes, type: type, format: format) {
            (cell) throws(PGError) in try DynamicValue(from: cell)
        }

        #expect(value == expected)
    }

    @Test(arguments: CodecSample.all)
    func `every sample decodes in both formats`(sample: CodecSample) throws {
        for (bytes, format) in [
            (sample.binary, WireFormat.binary), (Array(sample.text.utf8), .text),
        ] {
            _ = try Cell.withBytes(bytes, type: sample.oid, format: format) {
                (cell) throws(PGError) in try DynamicValue(from: cell)
            }
        }
    }

    /// Headers that promise more than there is.
    @Test(arguments: [
        [0, 0, 0, 7] as [UInt8], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 1], [],
        [
            0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 23, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 0,
            0, 0, 1,
        ],
        [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1],
    ])
    func `a malformed array is refused`(bytes: [UInt8]) throws {
        let error = #expect(throws: PGError.self) {
            try Cell.withBytes(bytes, type: .int4Array, format: .binary) {
                (cell) throws(PGError) in try DynamicValue(from: cell)
            }
        }

        #expect(error?.code == .decodingFailed)
    }
}
