import PGCore
import Testing

@Suite("Ranges")
struct RangeTests {
    @Test func `Swift's ranges become the same ranges`() {
        #expect(PGRange(1..<5).description == "[1,5)")
        #expect(PGRange(1...5).description == "[1,5]")
        #expect(PGRange(1...).description == "[1,)")
        #expect(PGRange(..<5).description == "(,5)")
        #expect(PGRange(...5).description == "(,5]")
        #expect(PGRange<Int>(...).description == "(,)")
        #expect(PGRange<Int>.empty.description == "empty")
        #expect(PGRange(from: 1, to: nil)?.description == "[1,)")
    }

    @Test func `ranges become Swift's where these can say the same`() {
        #expect(Range(PGRange(1.5..<2)) == 1.5..<2)
        #expect(Range(PGRange(1.5...2)) == nil)
        #expect(Range(PGRange(1...4)) == 1..<5)
        #expect(ClosedRange(PGRange(1..<5)) == 1...4)
        #expect(ClosedRange(PGRange(1.5..<5)) == nil)
        #expect(ClosedRange(PGRange(1..<1)) == nil)
        #expect(ClosedRange(PGRange(1...Int.max)) == 1...Int.max)
        #expect(Range(PGRange(1...Int.max)) == nil)
        #expect(Range(PGRange<Int>.empty) == nil)
        #expect(PartialRangeFrom(PGRange(3...))?.lowerBound == 3)
        #expect(PartialRangeFrom(PGRange<Int>.empty) == nil)
        #expect(PartialRangeUpTo(PGRange(..<3))?.upperBound == 3)
        #expect(PartialRangeThrough(PGRange(...3))?.upperBound == 3)
    }

    @Test func `a range that ends before it begins does not exist`() {
        #expect(PGRange(.inclusive(2), .inclusive(1)) == nil)
        #expect(PGRange(from: 2, to: 1) == nil)
    }

    @Test func `a range holds what lies between its ends`() throws {
        let open = try #require(PGRange(.exclusive(1), .inclusive(3)))

        #expect(!open.contains(1) && open.contains(2) && open.contains(3) && !open.contains(4))
        #expect(!PGRange<Int>.empty.contains(1))
        #expect(PGRange<Int>.unbounded.contains(.min))
        #expect(([PGRange(1..<2), PGRange(5...)] as PGMultirange).contains(9))
    }

    @Test func `the canonical form is the server's`() throws {
        let infinite = PGRange(PGDate.negativeInfinity...PGDate.infinity)

        #expect(PGRange(1...4).canonical == PGRange(1..<5))
        #expect(try #require(PGRange(.exclusive(1), .exclusive(2))).canonical == .empty)
        #expect(PGRange(1...Int32.max).canonical == nil)
        #expect(infinite.canonical == infinite)
        #expect(PGRange(PGDate.infinity...PGDate.infinity).canonical?.isEmpty == false)
        let nothing = try #require(PGRange<PGDate>(.exclusive(.infinity), .exclusive(.infinity)))
        #expect(nothing.canonical == .empty)
    }

    @Test func `the name of a multirange type follows that of its range type`() {
        #expect(PGMultirange<Int>.sqlType == "int8multirange")
        #expect(PGMultirange<Double>.sqlType == "floatmultirange")
        #expect(PGRange<PGDate>.sqlType == "daterange")
        #expect([PGRange<Int32>].sqlType == "int4range[]")
    }

    @Test(arguments: [
        "", "[", "[1", "[1,", "[1,2", "[1,2)x", "1,2", "[1;2)", "[1,2,3)", #"["1,2)"#, "emptyx",
        #"[1,2\"#, "[a,b)",
    ])
    func `malformed text is refused`(text: String) {
        let range = #expect(throws: PGError.self) {
            try decoded(text, .int4range, as: PGRange<Int>.self)
        }
        let several = #expect(throws: PGError.self) {
            try decoded("{\(text),}", .int4multirange, as: PGMultirange<Int>.self)
        }

        #expect(range?.code == .decodingFailed)
        #expect(several?.code == .decodingFailed)
    }

    @Test func `malformed binary is refused`() {
        let values: [[UInt8]] = [
            [], [1, 0], [0], [2, 0, 0, 0, 4, 0, 0, 0], [24, 0], [8, 0xFF, 0xFF, 0xFF, 0xFF],
            [2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1],
        ]
        for bytes in values {
            #expect(throws: PGError.self) { try decoded(bytes, .int4range, as: PGRange<Int>.self) }
        }
    }

    @Test func `ends in the wrong order do not trap the conversion to Swift's ranges`() throws {
        // [5,1] as no server would send it.
        let bytes: [UInt8] = [6, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 1]
        let range: PGRange<Int> = try decoded(bytes, .int4range)

        #expect(Range(range) == nil)
        #expect(ClosedRange(range) == nil)
        #expect(throws: PGError.self) { try decoded(bytes, .int4range, as: Range<Int>.self) }
        #expect(throws: PGError.self) { try decoded(bytes, .int4range, as: ClosedRange<Int>.self) }
    }

    @Test func `bounds are range-checked and refused by the range's name`() {
        let tooLarge = #expect(throws: PGError.self) {
            try encoded(PGRange(0..<Int.max), as: .int4range)
        }
        let mismatch = #expect(throws: PGError.self) {
            try encoded(PGRange("a"..<"b"), as: .int4range)
        }

        #expect(tooLarge?.code == .parameterOutOfRange)
        #expect(mismatch?.code == .parameterMismatch)
        #expect(mismatch?.message.contains("int4range") == true)
    }
}
