import ORM
import ORMTestSupport
import PGCore
import StrataMacros
import Testing

@Suite("Relationships written by macros")
struct RelationMacroTests {
    @Test func `are all declared`() {
        let names = Member.relationships.map(\.name)
        #expect(names == ["passport", "talks", "drafts", "clubs", "friends"])
        #expect(Member.relationships[0].cascade == .owned)
        #expect(Member.relationships[3].joinTable?.columns.map(\.name) == ["member_id", "club_id"])
        #expect(Member.relationships[4].joinTable?.primaryKey == ["member_id", "friend_id"])
        #expect(Talk.relationships.map(\.name) == ["speaker", "labels", "topics"])
    }

    @Test func `name themselves when they are not loaded`() {
        let member = Member(name: "M")
        let messages = [
            #expect(throws: PGError.self) { _ = try member.talks.all }?.message,
            #expect(throws: PGError.self) { try member.talks.removeAll() }?.message,
            #expect(throws: PGError.self) { _ = try member.passport.value }?.message,
            #expect(throws: PGError.self) { try member.passport.clear() }?.message,
        ]
        #expect(
            messages == [
                "Member.talks is not loaded", "Member.talks is not loaded",
                "Member.passport is not loaded", "Member.passport is not loaded",
            ])
    }

    @Test func `are planned in order`() throws {
        let session = SessionCore(ScriptedSource())
        let member = Member(name: "M")
        member.passport.set(Passport(code: "p", holder: member))
        member.talks.append(Talk(title: "t", speaker: member))
        member.clubs.append(Club(name: "c"))
        member.friends.append(Member(name: "F"))
        session.add(member)

        let plan = try session.plan().description
        #expect(plan.contains("INSERT members (name) returning id: 2 rows"))
        #expect(plan.contains("INSERT passports (id, code, holder_id): 1 row"))
        #expect(plan.contains("INSERT member_clubs (member_id, club_id): 1 row"))
        #expect(plan.hasSuffix("INSERT friendships (member_id, friend_id): 1 row"))
    }
}
