import Foundation
import Hummingbird
import ORM
import PGCore
import PGTestKit
import Testing

@testable import DemoAPI

@Suite("Versions", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct VersionTests {
    @Test("the ETag is the version, and counts changes", arguments: Tier.allCases)
    func tags(_ tier: Tier) async throws {
        try await Client.run { client in
            let created = try await client.send(
                .post, tier.path, #"{"email": "a@x.org", "name": "A"}"#)
            #expect(created.headers[.eTag] == #""1""#)
            let path = "\(tier.path)/\(try created.user.id)"
            let changed = try await client.send(.patch, path, #"{"name": "B"}"#)
            #expect(changed.headers[.eTag] == #""2""#)
            #expect(try changed.user.version == 2)
            #expect(try await client.send(.get, path).headers[.eTag] == #""2""#)
            // What is there already is no change.
            let same = try await client.send(.patch, path, #"{"name": "B", "age": null}"#)
            #expect(same.status == .ok)
            #expect(same.text == changed.text)
            #expect(same.headers[.eTag] == #""2""#)
        }
    }

    @Test("who has the version already is not sent it again", arguments: Tier.allCases)
    func notModified(_ tier: Tier) async throws {
        try await Client.run { client in
            let path = "\(tier.path)/\(try await client.create(tier, "a@x.org").id)"
            for tags in [#""1""#, #"W/"1""#, #""7", "1""#, "*"] {
                let answer = try await client.send(.get, path, nil, [.ifNoneMatch: tags])
                #expect(answer.status == .notModified, "\(tags)")
                #expect(answer.body.isEmpty)
                #expect(answer.headers[.eTag] == #""1""#)
            }
            for tags in [#""2""#, "1", "", #""1"#] {
                let answer = try await client.send(.get, path, nil, [.ifNoneMatch: tags])
                #expect(answer.status == .ok, "\(tags)")
            }
        }
    }

    @Test(
        "who changes or deletes what somebody else has changed is told so",
        arguments: Tier.allCases)
    func preconditions(_ tier: Tier) async throws {
        try await Client.run { client in
            let path = "\(tier.path)/\(try await client.create(tier, "a@x.org").id)"
            let first = try await client.send(
                .patch, path, #"{"name": "B"}"#, [.ifMatch: #""1""#])
            #expect(first.status == .ok)
            for tags in [#""1""#, #"W/"2""#, "2", #""99999999999999999999""#, #""x""#] {
                let late = try await client.send(.patch, path, #"{"name": "C"}"#, [.ifMatch: tags])
                #expect(late.status == .preconditionFailed, "\(tags)")
                #expect(try late.error.code == "changed")
                let gone = try await client.send(.delete, path, nil, [.ifMatch: tags])
                #expect(gone.status == .preconditionFailed)
            }
            #expect(try await client.send(.get, path).user.name == "B")
            let listed = try await client.send(
                .patch, path, #"{"name": "C"}"#, [.ifMatch: #""1", "2""#])
            #expect(listed.status == .ok)
            let star = try await client.send(.patch, path, #"{"name": "D"}"#, [.ifMatch: "*"])
            #expect(star.headers[.eTag] == #""4""#)
            let gone = try await client.send(.delete, path, nil, [.ifMatch: #""4""#])
            #expect(gone.status == .noContent)
            let missing = try await client.send(.delete, path, nil, [.ifMatch: #""4""#])
            #expect(missing.status == .notFound)
        }
    }

    @Test("of many who change the same version at once, one does", arguments: Tier.allCases)
    func race(_ tier: Tier) async throws {
        try await Client.run { client in
            let path = "\(tier.path)/\(try await client.create(tier, "a@x.org").id)"
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        try await client.send(
                            .patch, path, #"{"name": "N\#(number)"}"#, [.ifMatch: #""1""#]
                        ).status.code
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 1, 412: 11])
        }
    }

    @Test("changes of different fields at once are all made", arguments: Tier.allCases)
    func noLostUpdates(_ tier: Tier) async throws {
        try await Client.run { client in
            let path = "\(tier.path)/\(try await client.create(tier, "a@x.org").id)"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for body in [#"{"name": "B"}"#, #"{"age": 7}"#, #"{"role": "admin"}"#] {
                    group.addTask {
                        let answer = try await client.send(.patch, path, body)
                        #expect(answer.status == .ok)
                    }
                }
                try await group.waitForAll()
            }
            let user = try await client.send(.get, path).user
            #expect(user.name == "B" && user.age == 7 && user.role == .admin)
            #expect(user.version == 4)
        }
    }

    @Test("a lost race for a row says to try again, not that there is none")
    func lostRace() {
        let answer = APIError(PGError(.staleData, "the row has changed"))
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.code == "contended")
        #expect(answer.headers[.retryAfter] == "1")
    }
}
