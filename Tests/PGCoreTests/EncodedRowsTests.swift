import PGCore
import Testing

@Suite("Rows of parameters")
struct EncodedRowsTests {
    private static let types: [OID] = [.int4, .text, .numeric, .bytea, .float8, .int2]

    private func row(_ number: Int) -> [any ParameterEncodable] {
        let text = String(repeating: "x", count: number % 23)
        return [
            number, number % 5 == 0 ? nil : text, number, [UInt8](repeating: 0, count: number % 9),
            Double(number) / 3, Int16(truncatingIfNeeded: number) as Int16?,
        ]
    }

    @Test func everyRowIsWrittenAsItWouldBeAlone() throws {
        var rows = EncodedRows()
        for number in 0..<200 {
            try rows.append(row(number), as: Self.types, catalog: nil)
        }
        let bytes = rows.writer.bytes
        for number in 0..<200 {
            let alone = try EncodedParameters(row(number), as: Self.types)
            for (column, expected) in alone.places.enumerated() {
                let place = rows.places[number * Self.types.count + column]
                guard let expected else {
                    #expect(place == .null)
                    continue
                }
                let range = place.start..<place.start + Int(place.length)
                #expect(bytes[range] == alone.bytes[expected.range])
                #expect(place.format == expected.format)
                // What C reads as text has to end.
                if place.format == .text { #expect(bytes[range.upperBound] == 0) }
            }
        }
    }

    @Test func aRowOfAnotherLengthIsRefused() {
        var rows = EncodedRows()
        #expect(throws: PGError.self) { try rows.append([1], as: [.int4, .int4], catalog: nil) }
    }

    @Test(arguments: 0..<40)
    func aNULIsFoundWhereverItIs(position: Int) throws {
        var bytes = [UInt8](repeating: 0x80, count: 40)
        bytes[position] = 0
        let text = String(decoding: bytes.map { $0 == 0 ? 0 : 97 }, as: UTF8.self)
        var rows = EncodedRows()
        #expect(throws: PGError.self) { try rows.append([text], as: [.text], catalog: nil) }
        var others = EncodedRows()
        let high = String(repeating: "\u{80}\u{1}", count: position)
        try others.append([high, "\u{1}"], as: [.text, .text], catalog: nil)
        #expect(others.places.count == 2)
    }

    @Test func writersGrowInStepsOfAnySize() {
        var writer = ParameterWriter()
        var expected: [UInt8] = []
        for size in [0, 1, 63, 64, 65, 200, 3, 1000, 7, 70_000, 0, 5] {
            let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            writer.write(bytes: piece)
            writer.write(UInt32(size))
            writer.write(Int16(-2))
            writer.write(utf8: "é")
            expected += piece
            expected += (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) }
            expected += [0xFF, 0xFE, 0xC3, 0xA9]
        }
        #expect(writer.bytes == expected && writer.count == expected.count)
        let copy = writer
        writer.truncate(to: 3)
        writer.write(byte: 9)
        #expect(writer.bytes == expected.prefix(3) + [9])
        #expect(copy.bytes == expected)
        writer.write(UInt128(1))
        #expect(writer.bytes.suffix(16) == [UInt8](repeating: 0, count: 15) + [1])
    }
}
