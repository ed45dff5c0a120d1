import Testing

@testable import DemoAPI

@Suite("CSV")
struct CSVParserTests {
    /// The records of a text that comes in pieces which end at the offsets.
    private func records(
        _ bytes: [UInt8], cutAt offsets: [Int] = [], limits: CSVParser.Limits = .init()
    ) throws -> [[String?]] {
        var parser = CSVParser(limits: limits)
        var found: [CSVRecord] = []
        var start = 0
        for end in offsets.sorted() + [bytes.count] {
            parser.append(Array(bytes[start..<end]))
            start = end
            while let record = try parser.next() { found.append(record) }
        }
        if let last = try parser.finish() { found.append(last) }
        return found.map { record in (0..<record.count).map { record.text($0) } }
    }

    private func records(_ text: String) throws -> [[String?]] { try records(Array(text.utf8)) }

    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let records: [[String]]
        var testDescription: String { text.debugDescription }
    }

    private static let cases = [
        Case(text: "", records: []),
        Case(text: "a", records: [["a"]]),
        Case(text: "a\n", records: [["a"]]),
        Case(text: "a,b\r\nc,d\r\n", records: [["a", "b"], ["c", "d"]]),
        Case(text: "a,b\nc,d", records: [["a", "b"], ["c", "d"]]),
        Case(text: ",\n", records: [["", ""]]),
        Case(text: "a,", records: [["a", ""]]),
        Case(text: "\"\"\n", records: [[""]]),
        Case(text: "\"\"", records: [[""]]),
        Case(text: "\"a,b\",\"c\"\"d\"\n", records: [["a,b", "c\"d"]]),
        Case(text: "\"a\r\nb\nc\rd\",e\r\nf,g", records: [["a\r\nb\nc\rd", "e"], ["f", "g"]]),
        Case(text: "\n\r\na\n\n\nb\n\n", records: [["a"], ["b"]]),
        Case(text: " a , b \n", records: [[" a ", " b "]]),
        Case(text: "\u{feff}a,b\n", records: [["a", "b"]]),
        Case(text: "\u{feff}\"a\"\n", records: [["a"]]),
        Case(text: "a\n\u{feff}b\n", records: [["a"], ["\u{feff}b"]]),
        Case(text: "\u{feff}", records: []),
        Case(text: "ä,例え,👩‍🚀\n", records: [["ä", "例え", "👩‍🚀"]]),
        Case(text: "a\r", records: [["a"]]),
        Case(text: "\"\"\"\"\n", records: [["\""]]),
    ]

    @Test("texts of every kind", arguments: cases)
    func kinds(_ testCase: Case) throws {
        #expect(try records(testCase.text) == testCase.records)
    }

    @Test("a piece may end anywhere", arguments: cases)
    func everyCut(_ testCase: Case) throws {
        let bytes = Array(testCase.text.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let found = try records(bytes, cutAt: [first, second])
                #expect(found == testCase.records)
            }
        }
        #expect(try records(bytes, cutAt: Array(0...bytes.count)) == testCase.records)
    }

    @Test("any rows are read as they were written, however they are cut", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var random = Random(state: seed &+ 1)
        let rows = (0..<Int.random(in: 1...8, using: &random)).map { _ in
            (0..<Int.random(in: 2...5, using: &random)).map { _ in random.field() }
        }
        let bytes = Array(rows.map { random.line($0) }.joined().utf8)
        let cuts = (0..<6).map { _ in Int.random(in: 0...bytes.count, using: &random) }
        #expect(try records(bytes, cutAt: cuts) == rows)
    }

    @Test("bytes of any kind are read or refused, alike however they are cut", arguments: 0..<200)
    func noise(seed: UInt64) throws {
        var random = Random(state: seed &+ 1)
        let alphabet = Array("a,\"\r\n".utf8) + [0xEF, 0xBB, 0xBF, 0]
        let bytes = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
            alphabet.randomElement(using: &random)
        }
        let whole = Result { try records(bytes) }
        let pieces = Result { try records(bytes, cutAt: Array(0...bytes.count)) }
        switch (whole, pieces) {
        case (.success(let one), .success(let other)): #expect(one == other)
        case (.failure(let one as CSVError), .failure(let other as CSVError)):
            #expect(one == other)
        default: Issue.record("\(whole) is not \(pieces)")
        }
    }

    @Test(
        "what is not RFC 4180 is refused with its place",
        arguments: [
            ("a,b\nc,d\"e\n", 2, 2, "a field with a quote in it must be in quotes"),
            ("a\n\"b\"c\n", 2, 1, "only a comma or the end of the line may follow a quote"),
            ("a\rb\n", 1, 1, "a carriage return without a line feed must be in quotes"),
            ("a\n\"b\nc\nd", 4, 1, "the quote that opens on line 2 is never closed"),
            ("\"a\nb\"\nx\"", 3, 1, "a field with a quote in it must be in quotes"),
        ])
    func refusals(text: String, line: Int, field: Int, message: String) {
        let error = #expect(throws: CSVError.self) { try records(text) }
        #expect(error == CSVError(line: line, field: field, message: message))
    }

    @Test("a field and a record are bounded")
    func limits() throws {
        let limits = CSVParser.Limits(fieldBytes: 4, fields: 3)
        #expect(
            try records(Array("abcd,\"ab\"\"d\",c\n".utf8), limits: limits)
                == [["abcd", "ab\"d", "c"]])
        for text in ["abcde", "\"abcde\"", "\"\"\"\"\"\"\"\"\"\"\"\"", "a,b,c,d"] {
            let error = #expect(throws: CSVError.self, "\(text)") {
                try records(Array(text.utf8), limits: limits)
            }
            #expect(error?.message.contains("may have at most") == true, "\(error?.message ?? "")")
        }
    }

    @Test("what is not UTF-8 has no text, and a field without quotes can be told from an empty one")
    func fields() throws {
        var parser = CSVParser()
        parser.append([0xC3, 0x28, UInt8(ascii: ",")] + Array("\"\",\n".utf8))
        let record = try #require(try parser.next())
        #expect(record.text(0) == nil)
        #expect((0..<record.count).map(record.isEmpty) == [false, false, true])
    }

    @Test("rows know the line they begin on")
    func lines() throws {
        var parser = CSVParser()
        parser.append(Array("a\n\"b\nb\"\n\nc\r\n\"d\r\nd\"\ne".utf8))
        var lines: [Int] = []
        while let record = try parser.next() { lines.append(record.line) }
        if let last = try parser.finish() { lines.append(last.line) }
        #expect(lines == [1, 2, 5, 6, 8])
    }

    @Test("the line of a row is remembered, of the last rows at least")
    func ledger() {
        var ledger = LineLedger(limit: 4)
        let lines = [2, 3, 4, 7, 8, 10, 13, 14, 20, 30]
        for line in lines { ledger.add(line: line) }
        #expect(ledger.line(ofRow: 10) == 30)
        #expect(ledger.line(ofRow: 8) == 14)
        #expect(ledger.line(ofRow: 1) == nil)
        #expect(ledger.line(ofRow: 11) == nil)
        var long = LineLedger()
        for line in lines { long.add(line: line) }
        #expect((1...10).map(long.line) == lines)
    }
}

/// The same numbers for the same seed.
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func field() -> String {
        let alphabet: [String] = [
            "a", "b", ",", "\"", "\n", "\r\n", "\r", "ä", "👩‍🚀", " ", "\u{feff}",
        ]
        return (0..<Int.random(in: 0...5, using: &self)).map { _ in
            alphabet.randomElement(using: &self) ?? ""
        }.joined()
    }

    /// A record in one of the ways in which it may be written.
    mutating func line(_ fields: [String]) -> String {
        let written = fields.map { field in
            let needsQuotes = field.utf8.contains { "\",\r\n".utf8.contains($0) }
            guard needsQuotes || field.hasPrefix("\u{feff}") || Bool.random(using: &self) else {
                return field
            }
            let escaped = field.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
            return "\"" + escaped + "\""
        }
        return written.joined(separator: ",") + (Bool.random(using: &self) ? "\n" : "\r\n")
    }
}
