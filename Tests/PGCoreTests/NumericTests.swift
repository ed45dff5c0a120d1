#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore
import Testing

@Suite("PGNumeric")
struct NumericTests {
    @Test func `numbers sort as the server sorts them`() throws {
        let sorted = [
            "-Infinity", "-10000", "-1.5", "-0.001", "0", "0.0001", "0.1", "1", "9999.9", "10000",
            "10000.0001", "Infinity", "NaN",
        ]
        let numbers = try sorted.map { try #require(PGNumeric($0)) }

        #expect(numbers.shuffled().sorted().map(\.description) == sorted)
    }

    @Test func `literals are the numbers that they show`() {
        let numbers: [PGNumeric] = [9.99, 0.1, -2.5, 1e3, 3, 123456789.12]

        #expect(
            numbers.map(\.description) == ["9.99", "0.1", "-2.5", "1000", "3", "123456789.12"])
    }

    @Test func `equality ignores the scale and NaN equals itself`() throws {
        let short = try #require(PGNumeric("1.5"))
        let long = try #require(PGNumeric("1.500"))

        #expect(short == long)
        #expect(short.hashValue == long.hashValue)
        #expect(short.scale == 1 && long.scale == 3)
        #expect(PGNumeric.nan == PGNumeric.nan)
        #expect(PGNumeric("-0") == 0)
    }

    @Test(
        arguments: zip(
            ["1e3", "1.5e-3", "1.50e1", "+7", ".5", "5.", "-0.00", "inf", "nan", "0e10", "1E+2"],
            [
                "1000", "0.0015", "15.0", "7", "0.5", "5", "0.00", "Infinity", "NaN",
                "0", "100",
            ]))
    func `every spelling of a numeral is read`(text: String, canonical: String) {
        #expect(PGNumeric(text)?.description == canonical)
    }

    @Test(
        arguments: [
            "", " 1", "1 ", "-", ".", "1.2.3", "1e", "1e1.5", "0x10", "1e999999", "1e-20000", "é",
            "--1", "１", "1e131072", "1e99999999999999999999",
        ])
    func `anything else is refused`(text: String) {
        #expect(PGNumeric(text) == nil)
    }

    @Test func `the largest number the server holds is kept`() throws {
        let digits = String(repeating: "9", count: 131_072)
        let number = try #require(PGNumeric(digits))
        let parameter = try encoded(number, as: .numeric)

        #expect(try decoded(parameter.bytes, .numeric, as: PGNumeric.self) == number)
        #expect(number.description == digits)
    }

    @Test func `integers convert exactly or not at all`() throws {
        #expect(Int(exactly: PGNumeric(Int.min)) == Int.min)
        #expect(Int(exactly: PGNumeric(Int.max)) == Int.max)
        #expect(UInt64(exactly: PGNumeric(UInt64.max)) == UInt64.max)
        #expect(Int8(exactly: PGNumeric(-128)) == -128)
        #expect(Int8(exactly: PGNumeric(128)) == nil)
        #expect(UInt(exactly: PGNumeric(-1)) == nil)
        #expect(Int(exactly: try #require(PGNumeric("2.00"))) == 2)
        #expect(Int(exactly: try #require(PGNumeric("2.01"))) == nil)
        #expect(Int(exactly: try #require(PGNumeric("1e100"))) == nil)
        #expect(Int(exactly: PGNumeric.nan) == nil)
    }

    @Test func `doubles convert by their shortest text`() {
        #expect(PGNumeric(0.1).description == "0.1")
        #expect(PGNumeric(1.0).description == "1")
        #expect(PGNumeric(1e22).description == "10000000000000000000000")
        #expect(PGNumeric(-Double.infinity) == .negativeInfinity)
        #expect(PGNumeric(Double.nan).isNaN)
        #expect(Double(PGNumeric(0.1)) == 0.1)
        #expect(Double(PGNumeric.infinity) == .infinity)
        #expect(Double(PGNumeric.nan).isNaN)
    }

    @Test func `decimals convert exactly`() throws {
        let decimal = try #require(Decimal(string: "-12345678901234567890.123456789"))

        #expect(PGNumeric(decimal).description == "-12345678901234567890.123456789")
        #expect(Decimal(exactly: PGNumeric(decimal)) == decimal)
        #expect(Decimal(exactly: .nan) == nil)
        #expect(Decimal(exactly: .infinity) == nil)
        #expect(Decimal(exactly: try #require(PGNumeric(String(repeating: "7", count: 39)))) == nil)
    }

    @Test func `a decimal refuses NaN and says what to decode`() {
        let error = #expect(throws: PGError.self) {
            try decoded("NaN", .numeric, as: Decimal.self)
        }

        #expect(error?.code == .decodingFailed)
        #expect(error?.hint?.contains("PGNumeric") == true)
    }

    @Test func `a number binds to an integer type when it is one`() throws {
        #expect(try encoded(PGNumeric("3.0"), as: .int4).bytes == [0, 0, 0, 3])

        let error = #expect(throws: PGError.self) { try encoded(PGNumeric("3.5"), as: .int4) }
        #expect(error?.code == .parameterOutOfRange)
    }

    @Test func `an integer column is read as a number, a float column is not`() throws {
        #expect(try decoded([0, 0, 0, 5], .int4, as: PGNumeric.self) == 5)
        #expect(throws: PGError.self) {
            try decoded(encoded(1.5, as: .float8).bytes, .float8, as: PGNumeric.self)
        }
    }

    @Test func `its JSON is its text, and JSON numbers are read`() throws {
        let number = try #require(PGNumeric("1.50"))

        let json = try JSONEncoder().encode([number])
        let read = try JSONDecoder().decode([PGNumeric].self, from: Data(#"["1.50",2,2.25]"#.utf8))

        #expect(String(decoding: json, as: UTF8.self) == #"["1.50"]"#)
        #expect(read.map(\.description) == ["1.50", "2", "2.25"])
    }
}
