import Foundation
import HummingbirdTesting
import Hummingbird
import PGTestKit
import Testing

@testable import DemoAPI

@Suite("The users APIs", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct CRUDTests {
    @Test("a user is created, read, changed and deleted", arguments: Tier.allCases)
    func lifeOfAUser(_ tier: Tier) async throws {
        try await Client.run(.live) { client in
            let created = try await client.send(
                .post, tier.path,
                #"{"email": "a@x.org", "name": "A", "age": 40, "role": "admin"}"#)
            #expect(created.status == .created)
            let user = try created.user
            #expect(created.headers[.location] == "\(tier.path)/\(user.id)")
            #expect(user.email == "a@x.org")
            #expect(user.age == 40)
            #expect(user.role == .admin)
            #expect(abs(user.createdAt.timeIntervalSinceNow) < 60)

            let path = "\(tier.path)/\(user.id)"
            let read = try await client.send(.get, path)
            #expect(read.status == .ok)
            #expect(read.text == created.text)

            let changed = try await client.send(.patch, path, #"{"name": "B", "age": null}"#)
            #expect(changed.status == .ok)
            var expected = user
            expected.name = "B"
            expected.age = nil
            expected.version = 2
            #expect(try changed.user == expected)
            #expect(try await client.send(.get, path).text == changed.text)

            let deleted = try await client.send(.delete, path)
            #expect(deleted.status == .noContent)
            #expect(deleted.body.isEmpty)
            #expect(try await client.send(.get, path).status == .notFound)
        }
    }

    @Test(
        "what is left out gets its default, and a change of nothing changes nothing",
        arguments: Tier.allCases)
    func defaults(_ tier: Tier) async throws {
        try await Client.run { client in
            let user = try await client.create(tier, "a@x.org")
            #expect(user.role == .member)
            #expect(user.age == nil)
            let unchanged = try await client.send(.patch, "\(tier.path)/\(user.id)", "{}")
            #expect(unchanged.status == .ok)
            #expect(try unchanged.user == user)
        }
    }

    @Test("all three tiers give the same text for the same user")
    func sameText() async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            var answers: Set<String> = []
            var lists: Set<String> = []
            for tier in Tier.allCases {
                answers.insert(try await client.send(.get, "\(tier.path)/\(user.id)").text)
                lists.insert(try await client.send(.get, tier.path).text)
            }
            #expect(answers.count == 1)
            #expect(lists.count == 1)
        }
    }

    @Test("a user that is not there is a 404", arguments: Tier.allCases)
    func missing(_ tier: Tier) async throws {
        try await Client.run { client in
            for id in ["999", "0", "-1", "abc", "99999999999999999999"] {
                let path = "\(tier.path)/\(id)"
                let answers = [
                    try await client.send(.get, path),
                    try await client.send(.patch, path, #"{"name": "B"}"#),
                    try await client.send(.delete, path),
                ]
                for answer in answers {
                    #expect(answer.status == .notFound)
                    #expect(try answer.error.code == "not_found")
                }
            }
        }
    }

    @Test("a second user with the same address is a 409 that names it", arguments: Tier.allCases)
    func duplicates(_ tier: Tier) async throws {
        try await Client.run { client in
            _ = try await client.create(tier, "a@x.org")
            let other = try await client.create(tier, "b@x.org")
            let answers = [
                try await client.send(.post, tier.path, #"{"email": "a@x.org", "name": "A"}"#),
                try await client.send(
                    .patch, "\(tier.path)/\(other.id)", #"{"email": "a@x.org"}"#),
            ]
            for answer in answers {
                #expect(answer.status == .conflict)
                #expect(try answer.error.code == "conflict")
                #expect(
                    try answer.error.errors == [FieldProblem(field: "email", message: "is taken")])
            }
            #expect(
                try await client.send(.get, tier.path).decode(Client.List.self).users.count == 2)
        }
    }

    @Test("of many who want the same address at once, one gets it", arguments: Tier.allCases)
    func race(_ tier: Tier) async throws {
        try await Client.run { client in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let body = #"{"email": "a@x.org", "name": "N\#(number)"}"#
                        return try await client.send(.post, tier.path, body).status.code
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [201: 1, 409: 19])
        }
    }

    @Test("invalid fields are a 422, and nothing is written", arguments: Tier.allCases)
    func invalid(_ tier: Tier) async throws {
        try await Client.run { client in
            let body = #"{"email": "x", "name": "", "age": 151, "role": "king"}"#
            let answer = try await client.send(.post, tier.path, body)
            #expect(answer.status == .unprocessableContent)
            #expect(try answer.error.errors.map(\.field) == ["email", "name", "age", "role"])
            let user = try await client.create(tier, "a@x.org")
            let change = try await client.send(.patch, "\(tier.path)/\(user.id)", #"{"age": -1}"#)
            #expect(change.status == .unprocessableContent)
            #expect(try await client.send(.get, "\(tier.path)/\(user.id)").user == user)
        }
    }

    @Test("a body that is not what it should be is a 400", arguments: Tier.allCases)
    func malformed(_ tier: Tier) async throws {
        try await Client.run { client in
            for body in ["", "{", "[]", "null", "7", #"{"email": }"#] {
                let answer = try await client.send(.post, tier.path, body)
                #expect(answer.status == .badRequest, "\(body)")
                #expect(try answer.error.code == "malformed")
            }
            let answer = try await client.send(.post, tier.path, #"{"email": 1, "name": "A"}"#)
            #expect(answer.status == .badRequest)
            #expect(try answer.error.errors.map(\.field) == ["email"])
        }
    }

    @Test("text goes through as it is", arguments: Tier.allCases)
    func text(_ tier: Tier) async throws {
        try await Client.run { client in
            let name = #"Robert'); DROP TABLE users;-- $1 \\ 👩‍🚀"#
            let body = try JSONEncoder().encode(["email": "a@x.org", "name": name])
            let user = try await client.send(
                .post, tier.path, String(decoding: body, as: UTF8.self)
            ).user
            #expect(user.name == name)
            #expect(try await client.send(.get, "\(tier.path)/\(user.id)").user.name == name)
        }
    }
}
