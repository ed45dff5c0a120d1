import PGCore
import Testing

@Suite("Enums")
struct EnumTests {
    enum Mood: String, PostgresEnum {
        static let typeName = "mood"
        case sad, ok, happy
    }

    enum Odd: String, PostgresEnum {
        static let typeName = "Odd Type"
        case one
    }

    enum Level: Int, SQLValue, ArrayElement { case low = 1, high }

    struct UserID: RawRepresentable, SQLValue, ArrayElement, Hashable {
        var rawValue: Int
    }

    @Test func `a PostgreSQL enum is declared by its name`() {
        #expect(Mood.sqlType == "mood")
        #expect([Mood].sqlType == "mood[]")
        #expect(Odd.sqlType == "\"Odd Type\"")
        #expect(Mood.labels == ["sad", "ok", "happy"])
        #expect(Level.sqlType == "bigint")
    }

    @Test func `labels travel as text to any user's type`() throws {
        let parameter = try encoded(Mood.happy, as: OID(70_000))

        #expect(parameter.format == .text)
        #expect(try decoded(parameter.bytes, OID(70_000), as: Mood.self) == .happy)
        #expect(try decoded("ok", .text, as: Mood.self) == .ok)
    }

    @Test func `arrays of enums go both ways`() throws {
        let parameter = try encoded([Mood.sad, nil], as: OID(70_001))

        #expect(String(decoding: parameter.bytes, as: UTF8.self) == #"{"sad",NULL}"#)
        #expect(try decoded("{sad,NULL}", OID(70_001), as: [Mood?].self) == [.sad, nil])
    }

    @Test func `integer raw values bind and decode as integers`() throws {
        #expect(try encoded(Level.high, as: .int2).bytes == [0, 2])
        #expect(try decoded([0, 0, 0, 1], .int4, as: Level.self) == .low)
        #expect(try decoded([0, 0, 0, 9], .int4, as: UserID.self) == UserID(rawValue: 9))
    }

    @Test func `a raw value without a case is named`() {
        let error = #expect(throws: PGError.self) { try decoded([0, 7], .int2, as: Level.self) }

        #expect(error?.code == .decodingFailed)
        #expect(error?.message == "Level has no case for \"7\"")
    }
}
