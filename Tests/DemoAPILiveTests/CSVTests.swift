import Foundation
import Hummingbird
import HummingbirdTesting
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Files", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct CSVTests {
    private func count() async throws -> Int {
        try await TestDatabase.pool.query("SELECT count(*) FROM users").one(Int.self)
    }

    private func load(_ text: String, _ client: Client) async throws -> Client.Answer {
        try await client.send(.post, "/users/import", text, [.contentType: "text/csv"])
    }

    @Test("a file is imported whole, and the answer says how many users it had")
    func load() async throws {
        try await Client.run(.live) { client in
            let answer = try await load(
                """
                \u{feff}name,email,role,age\r
                "Lovelace ""Ada"", Countess",ada@x.org,admin,36\r
                "two
                lines",b@x.org,,\r

                例え,c@x.org,member,0
                """, client)
            #expect(answer.status == .created)
            #expect(answer.text == #"{"imported":3}"#)
            let rows = try await TestDatabase.pool.query(
                "SELECT email, name, age, role::text FROM users ORDER BY email")
            let users = try rows.decode(String.self, String.self, Int?.self, String.self)
            #expect(users.map(\.0) == ["ada@x.org", "b@x.org", "c@x.org"])
            #expect(users.map(\.1) == [#"Lovelace "Ada", Countess"#, "two\nlines", "例え"])
            #expect(users.map(\.2) == [36, nil, 0])
            #expect(users.map(\.3) == ["admin", "member", "member"])
        }
    }

    @Test("every wrong row is named by its number, its line and its column, and nothing is stored")
    func wrongRows() async throws {
        try await Client.run { client in
            let answer = try await load(
                """
                email,name,age,role,created_at
                a@x.org,"A
                A",1,member,2026-01-01T00:00:00Z
                b@x.org,,151,king,yesterday
                c@x.org,C,old,member,2026-01-01 00:00:00+00
                d@x.org,D
                x,E,,,2026-01-01T00:00:00Z
                f@x.org,F,,,infinity
                g@x.org,G,,,9999-12-31T23:59:59.999999Z
                """, client)
            #expect(answer.status == .unprocessableContent)
            let problems = try answer.error.errors
            #expect(
                problems.map { "\($0.row ?? 0) \($0.line ?? 0) \($0.field) \($0.message)" } == [
                    "2 4 name must not be empty", "2 4 age must be from 0 to 150",
                    "2 4 role must be one of member, admin",
                    "2 4 created_at must be a time such as 2026-01-31T12:00:00Z",
                    "3 5 age must be a whole number", "4 6 row has 2 fields instead of 5",
                    "5 7 email must look like name@example.org",
                    "6 8 created_at must be a time such as 2026-01-31T12:00:00Z",
                    "7 9 created_at must be a time such as 2026-01-31T12:00:00Z",
                ])
            #expect(try await count() == 0)
        }
    }

    @Test("an address that is taken is a 409 with the row, wherever it is taken")
    func duplicates() async throws {
        try await Client.run { client in
            #expect(try await load("email,name\nb@x.org,B\n", client).status == .created)
            for text in [
                "email,name\na@x.org,\"A\nA\"\n\nb@x.org,B\n",
                "email,name\na@x.org,\"A\nA\"\n\na@x.org,B\nc@x.org,C\n",
            ] {
                let answer = try await load(text, client)
                #expect(answer.status == .conflict)
                #expect(
                    try answer.error.errors == [
                        FieldProblem(field: "email", message: "is taken", row: 2, line: 5)
                    ])
            }
            #expect(try await count() == 1)
        }
    }

    @Test("a late duplicate in a long file is named as exactly")
    func lateDuplicate() async throws {
        try await Client.run { client in
            var text = "email,name\n"
            for number in 1...20_000 { text += "u\(number)@x.org,\"N\nN\"\n" }
            text += "u7@x.org,N\n"
            let answer = try await load(text, client)
            #expect(answer.status == .conflict)
            #expect(try answer.error.errors.map(\.row) == [20_001])
            #expect(try answer.error.errors.map(\.line) == [40_002])
            #expect(try await count() == 0)
        }
    }

    @Test(
        "a first line that does not name the columns is a 400",
        arguments: [
            ("", [String]()),
            ("\n\n", []),
            ("email\n", ["name"]),
            ("email,name,email\n", ["email"]),
            ("email,name,shoe size\n", ["shoe size"]),
            ("a@x.org,A\n", ["a@x.org", "A", "email", "name"]),
            ("\"email", ["field 1"]),
        ])
    func headers(text: String, fields: [String]) async throws {
        try await Client.run { client in
            let answer = try await load(text, client)
            #expect(answer.status == .badRequest)
            #expect(try answer.error.errors.map(\.field) == fields)
        }
    }

    @Test("a file with nothing but its first line imports nobody")
    func empty() async throws {
        try await Client.run { client in
            let answer = try await load("email,name", client)
            #expect(answer.text == #"{"imported":0}"#)
        }
    }

    @Test("text that is no CSV is a 422 with its place")
    func malformed() async throws {
        try await Client.run { client in
            let answer = try await load("email,name\na@x.org,A\nb@x.org,\"B\"B\n", client)
            #expect(answer.status == .unprocessableContent)
            #expect(try answer.error.errors.map(\.line) == [3])
            #expect(try answer.error.errors.map(\.field) == ["field 2"])
            #expect(try await count() == 0)
        }
    }

    @Test("no more problems are reported than somebody reads")
    func manyProblems() async throws {
        try await Client.run { client in
            let text = "email,name\n" + String(repeating: "x,N\n", count: 5_000)
            let answer = try await load(text, client)
            #expect(try answer.error.errors.count == ImportReader.problemLimit)
        }
    }

    @Test("another type of body is a 415")
    func types() async throws {
        try await Client.run { client in
            let answer = try await client.send(
                .post, "/users/import", "{}", [.contentType: "application/json"])
            #expect(answer.status == .unsupportedMediaType)
        }
    }

    @Test("an export is a file with a first line, and can be imported again")
    func roundTrip() async throws {
        try await TestDatabase.pool.query(
            """
            INSERT INTO users (email, name, age, role, created_at)
            SELECT n || '@x.org', E'N "' || n || E'",\n', nullif(n % 90, 0), 'admin',
                timestamptz '2026-01-01' + n * interval '1 microsecond'
            FROM generate_series(1, 3000) AS n
            """)
        let content: SQLStatement = """
            SELECT md5(string_agg((email, name, age, role, created_at)::text, '' ORDER BY email))
            FROM users
            """
        let before = try await TestDatabase.pool.query(content).one(String.self)
        // Not over one connection: a streamed answer ends it.
        try await Client.run { client in
            let file = try await client.send(.get, "/users/export.csv")
            #expect(file.status == .ok)
            #expect(file.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(file.headers[.contentDisposition] == #"attachment; filename="users.csv""#)
            #expect(file.text.hasPrefix("id,email,name,age,role,created_at\n"))
            try await TestDatabase.pool.query("DELETE FROM users")
            #expect(try await load(file.text, client).text == #"{"imported":3000}"#)
        }
        let after = try await TestDatabase.pool.query(content).one(String.self)
        #expect(after == before)
    }

    @Test("an export of nobody has its first line")
    func emptyExport() async throws {
        try await Client.run { client in
            let file = try await client.send(.get, "/users/export.csv")
            #expect(file.text == "id,email,name,age,role,created_at\n")
        }
    }
}
