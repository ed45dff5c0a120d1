import ORM
import PGCore
import PGTestKit
import StrataMacros
import Testing

@Suite("Relationships written by macros, on a server", .liveDatabase)
struct RelationTests {
    @Test func `are stored and loaded`() async throws {
        let pool = try TestDatabase.pool
        let schema = Schema(
            Member.self, Passport.self, Club.self, Talk.self, TalkTopic.self, Topic.self)
        try await schema.createAll(on: pool)
        let database = Database(pool)
        try await database.withSession { session in
            let member = Member(name: "M")
            member.passport.set(Passport(code: "p", holder: member))
            member.clubs.append(Club(name: "c"))
            member.friends.append(Member(name: "F"))
            for title in ["a", "b"] {
                let talk = Talk(title: title, isDraft: title == "b", speaker: member)
                talk.labels.append(TalkTopic(weight: 1, talk: talk, topic: Topic(name: title)))
                member.talks.append(talk)
            }
            session.add(member)
            try await session.commit()
        }
        try await database.withSession { session in
            let query = Member.where { $0.name == "M" }
                .include(\.passport, .joined).include(\.drafts).include(\.clubs) {
                    $0.include(\.members)
                }
                .include(\.friends).include(\.talks) { $0.include(\.topics) }
            let member = try #require(try await session.fetch(query).first)

            #expect(try member.passport.value?.code == "p")
            #expect(try member.drafts.all.map(\.title) == ["b"])
            #expect(try member.clubs.all[0].members.all[0] === member)
            #expect(try member.friends.all.map(\.name) == ["F"])
            #expect(try member.talks.all.map { try $0.topics.all.map(\.name) } == [["a"], ["b"]])
        }
    }
}
