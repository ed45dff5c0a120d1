#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore
import Testing

@Suite("Scalar types")
struct ScalarTypeTests {
    @Test(
        arguments: zip(
            [
                "$1,234.56", "-$1.00", "($1.00)", "1.234,50 €", "-1.234,50 €", "¥1,235",
                "kr 1 234,50",
                "1’234.50 CHF", "Rs.1,00,000.00", "$0.00", "-$92,233,720,368,547,758.08",
            ],
            [
                123_456, -100, -100, 123_450, -123_450, 1_235, 123_450, 123_450, 10_000_000, 0,
                Int64.min,
            ]))
    func `money is the count of its digits in every locale`(text: String, units: Int64) throws {
        #expect(try decoded(text, .money, as: PGMoney.self).minorUnits == units)
    }

    @Test(arguments: ["", "$", "1..2", "1a2", "$92,233,720,368,547,758.08", "1 - 2"])
    func `text that is no money is refused`(text: String) {
        #expect(PGMoney(text) == nil)
    }

    @Test func `a bit string is a collection of its bits`() throws {
        let bits: PGBitString = [true, false, true]
        let long = PGBitString((0..<1_000).map { $0.isMultiple(of: 3) })

        #expect(Array(bits) == [true, false, true])
        #expect(bits.bytes == [0b1010_0000])
        #expect(bits == PGBitString(bytes: [0xBF], count: 3))
        #expect(PGBitString(bytes: [0xFF], count: 9) == nil)
        #expect(PGBitString(bytes: [0xFF, 0], count: 8) == nil)
        #expect(PGBitString(bytes: [], count: -1) == nil)
        #expect(PGBitString(bytes: [], count: .max) == nil)
        #expect(long.indices.allSatisfy { long[$0] == $0.isMultiple(of: 3) })
        #expect(PGBitString("012") == nil)
    }

    @Test(arguments: [Int32.max, .min, -1, 9, 17])
    func `a bit string shorter than it says is refused`(count: Int32) {
        let header = (0..<4).map { UInt8(truncatingIfNeeded: count >> Int32(24 - 8 * $0)) }

        let error = #expect(throws: PGError.self) {
            try decoded(header + [0xFF], .varbit, as: PGBitString.self)
        }

        #expect(error?.code == .decodingFailed)
    }

    @Test func `a byte above 127 that is its own text is read`() throws {
        let byte = try Cell.withBytes([0xE9], type: .char, format: .text) {
            (cell) throws(PGError) in try PGChar.decode(cell)
        }

        #expect(byte == PGChar(0xE9))
        #expect(byte.description == "\\351")
        #expect(PGChar("\\400") == nil)
        #expect(PGChar("\\+12") == nil)
        #expect(PGChar("ab") == nil)
    }

    @Test(arguments: [
        "04:05:06", "04:05:06+16", "04:05:06-16:00", "04:05:06+00 ", "24:00:01+00", "",
    ])
    func `malformed times with a zone are refused`(text: String) {
        #expect(PGTimeTZ(text) == nil)
        #expect(PGTimeTZ(.midnight, offset: .min) == nil)
    }

    @Test func `log positions are numbers of bytes`() throws {
        let early = try #require(PGLSN("0/FFFFFFFF"))
        let late = try #require(PGLSN("1/0"))

        #expect(early < late)
        #expect(late - early == 1)
        #expect(early - late == -1)
        #expect(early.advanced(by: 1) == late)
        #expect(PGLSN(0).advanced(by: -1) == nil)
        #expect(PGLSN(.max).advanced(by: 1) == nil)
        #expect(PGLSN(.max) - PGLSN(0) == .max)
        #expect(
            ["", "1", "/", "1/", "1/2/3", "g/0", "123456789/0", "-1/0"].allSatisfy {
                PGLSN($0) == nil
            })
    }

    @Test func `a snapshot tells which transactions had ended`() throws {
        let snapshot = try #require(PGSnapshot("10:20:12,15"))

        #expect([9, 10, 13].allSatisfy { snapshot.contains($0) })
        #expect([12, 15, 20, 21].allSatisfy { !snapshot.contains($0) })
        #expect(
            ["", "10:20", "20:10:", "10:20:9", "10:20:20", "10:20:13,12", "10:20:12,", "a:b:"]
                .allSatisfy { PGSnapshot($0) == nil })
    }

    @Test func `a raw value keeps what came and goes back as it came`() throws {
        let raw = try decoded([1, 2, 3], OID(99_999), as: PGRaw.self)
        let text = try decoded("1 apple", OID(99_999), as: PGRaw.self)

        #expect(raw == PGRaw([1, 2, 3], type: OID(99_999), format: .binary))
        #expect(try encoded(raw, as: OID(99_999)) == ([1, 2, 3], .binary))
        #expect(raw.textRepresentation == "\\x010203")
        #expect(try encoded(text, as: .text) == (Array("1 apple".utf8), .text))
        #expect(throws: PGError.self) { try encoded(raw, as: .text) }
        #expect(try decoded([0, 0, 0, 7], .int4, as: PGRaw.self).decode(Int.self) == 7)
        #expect(try decoded("x", OID(99_999), as: String.self) == "x")
        #expect(try decoded([], .void, as: PGVoid.self) == PGVoid())
        #expect(throws: PGError.self) { try decoded([], .int4, as: PGVoid.self) }
    }

    @Test func `an object is known by its number or its name`() throws {
        #expect(try decoded([0, 0, 4, 235], .regclass, as: OID.self) == OID(1259))
        #expect(try decoded("1259", .regclass, as: OID.self) == OID(1259))
        #expect(try decoded("-", .regproc, as: OID.self) == OID(0))
        #expect(try decoded("pg_class", .regclass, as: PGObjectReference.self) == "pg_class")
        #expect(try encoded(PGObjectReference.name("pg_class"), as: .regclass).format == .text)
        #expect(try encoded(OID(7), as: .regtype) == ([0, 0, 0, 7], .binary))
        #expect(throws: PGError.self) { try encoded(PGObjectReference.name("pg_class"), as: .oid) }

        let error = #expect(throws: PGError.self) {
            try decoded("pg_class", .regclass, as: OID.self)
        }

        #expect(error?.hint?.contains("Cast") == true)
    }

    @Test func `Codable forms are text, or the natural container`() throws {
        struct Row: Codable, Equatable {
            var address = PGInet("10.0.0.1")
            var bits: PGBitString = [true, false]
            var position = PGLSN(1)
            var attributes: PGHStore = ["a": "1", "b": nil]
            var vector: PGVector = [1, 0.5]
            var point = PGPoint(x: 1, y: -0.5)
            var type = OID(23)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]

        let json = String(decoding: try encoder.encode(Row()), as: UTF8.self)

        #expect(
            json == #"{"address":"10.0.0.1","attributes":{"a":"1","b":null},"bits":"10","#
                + #""point":"(1,-0.5)","position":"0/1","type":23,"vector":[1,0.5]}"#)
        #expect(try JSONDecoder().decode(Row.self, from: Data(json.utf8)) == Row())
    }
}

private func == (left: (bytes: [UInt8], format: WireFormat), right: ([UInt8], WireFormat)) -> Bool {
    left.bytes == right.0 && left.format == right.1
}
