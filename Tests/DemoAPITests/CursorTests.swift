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
        let cursor = Cursor(createdAt: Date(timeIntervalSinceReferenceDate: seconds), id: id)
        #expect(Cursor(cursor.text) == cursor)
        #expect(cursor.text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    }

    @Test("no cursor with one character changed is accepted")
    func changedCharacters() {
        let text = Cursor(createdAt: Date(timeIntervalSinceReferenceDate: 8e8), id: 7).text
        for index in text.indices {
            var forged = text
            forged.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            #expect(Cursor(forged) == nil, "\(forged)")
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

    private func users(_ ids: ClosedRange<Int>) -> [UserRow] {
        ids.map {
            UserRow(
                id: $0, email: "\($0)@x.org", name: "U", age: nil, role: .member,
                createdAt: Date(timeIntervalSinceReferenceDate: 0))
        }
    }

    @Test("the row too many makes a cursor after the last row of the page")
    func fullPage() {
        let page = Page(users(1...3), PageRequest(limit: 2))
        #expect(page.users.map(\.id) == [1, 2])
        #expect(page.next?.id == 2)
    }

    @Test("the last page says so")
    func lastPage() throws {
        let page = Page(users(1...2), PageRequest(limit: 2))
        #expect(page.users.count == 2)
        #expect(page.next == nil)
        let text = String(decoding: try JSONEncoder().encode(page), as: UTF8.self)
        #expect(text.contains(#""next":null"#))
    }
}
