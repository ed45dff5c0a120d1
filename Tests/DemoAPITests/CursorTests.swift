import Foundation
import Hummingbird
import Testing

@testable import DemoAPI

@Suite("Cursors and pages")
struct CursorTests {
    @Test(
        "a cursor survives the way to the client and back, to the microsecond",
        arguments: [
            (0, 1), (817_478_406.123_456, 42), (-978_307_200.000_001, Int.max), (1, Int.min),
        ] as [(Double, Int)])
    func roundTrip(seconds: Double, id: Int) throws {
        let time = Date(timeIntervalSinceReferenceDate: seconds)
        let cursor = Cursor(sort: UserSort(isDescending: true), value: .time(time), id: id)
        #expect(Cursor(cursor.text) == cursor)
        #expect(cursor.text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    }

    @Test("a cursor of text survives too", arguments: ["", "A", "Zoë", "ab", "👩‍🚀 \"' %&"])
    func textRoundTrip(text: String) throws {
        for name in ["name", "-email"] {
            let sort = try #require(UserSort(name))
            let cursor = Cursor(sort: sort, value: .text(text), id: 7)
            #expect(Cursor(cursor.text) == cursor)
        }
    }

    @Test("no cursor with one character changed is accepted")
    func changedCharacters() throws {
        let time = Cursor(
            sort: UserSort(), value: .time(Date(timeIntervalSinceReferenceDate: 8e8)), id: 7)
        let name = Cursor(sort: try #require(UserSort("name")), value: .text("Ada"), id: 7)
        for text in [time.text, name.text] {
            for index in text.indices {
                var forged = text
                forged.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
                #expect(Cursor(forged) == nil, "\(forged)")
            }
        }
    }

    @Test(
        "text that is no cursor is rejected",
        arguments: [
            "", "1", "abc", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "eyJpZCI6MX0=", "💥", "' OR 1=1",
        ])
    func forged(text: String) {
        #expect(Cursor(text) == nil)
    }

    @Test("a cursor with what no row can have is rejected")
    func impossible() throws {
        let byName = try #require(UserSort("name"))
        let byTime = try #require(UserSort("createdAt"))
        let values: [(UserSort, Cursor.Value)] = [
            (byName, .text("a\0")), (byTime, .time(.distantPast.addingTimeInterval(-1e9))),
            (byTime, .time(Date(timeIntervalSince1970: 1e12))),
        ]
        for (sort, value) in values {
            #expect(Cursor(Cursor(sort: sort, value: value, id: 1).text) == nil)
        }
    }

    @Test("a cursor belongs to its sort")
    func foreignSort() throws {
        let cursor = Cursor(sort: try #require(UserSort("name")), value: .text("Ada"), id: 1)
        #expect(throws: Never.self) {
            try UserQuery(Parameters([("sort", "name"), ("cursor", cursor.text[...])]))
        }
        for sort in ["-name", "email", "createdAt"] {
            let error = try #require(throws: APIError.self) {
                try UserQuery(Parameters([("sort", sort[...]), ("cursor", cursor.text[...])]))
            }
            #expect(error.fields.map(\.field) == ["cursor"])
        }
    }

    @Test("sorts have names, which lead back to them")
    func sortNames() {
        for name in UserSort.names {
            let sort = UserSort(name)
            #expect(sort.map { UserSort.names[Int($0.index)] } == name)
            #expect(sort.flatMap { UserSort(index: $0.index) } == sort)
        }
        #expect(UserSort("id; DROP TABLE users") == nil)
        #expect(UserSort(index: UInt8(UserSort.names.count)) == nil)
    }

    private func users(_ ids: ClosedRange<Int>) -> [UserRow] {
        ids.map {
            UserRow(
                id: $0, email: "\($0)@x.org", name: "U", age: nil, role: .member,
                createdAt: Date(timeIntervalSinceReferenceDate: 0), version: 1)
        }
    }

    @Test("the row too many makes a cursor after the last row of the page")
    func fullPage() {
        let page = Page(users(1...3), UserQuery(limit: 2))
        #expect(page.users.map(\.id) == [1, 2])
        #expect(page.next.flatMap { Cursor($0) }?.id == 2)
    }

    @Test("the last page says so")
    func lastPage() throws {
        let page = Page(users(1...2), UserQuery(limit: 2))
        #expect(page.users.count == 2)
        #expect(page.next == nil)
        let text = String(decoding: try JSONEncoder().encode(page), as: UTF8.self)
        #expect(text.contains(#""next":null"#))
    }
}
