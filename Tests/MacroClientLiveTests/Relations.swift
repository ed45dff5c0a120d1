import StrataMacros

@Entity("members")
final class Member: Codable {
    @PrimaryKey(.identity) var id: Int
    var name: String
    @HasOne(\Passport.holder, cascade: .owned) var passport: ToOneInverse<Passport>
    @HasMany(\Talk.speaker, cascade: .owned) var talks: ToMany<Talk>
    @HasMany(\Talk.speaker, scope: Talk.drafts) var drafts: ToMany<Talk>
    @ManyToMany(through: "member_clubs", inverse: \Club.members) var clubs: ToMany<Club>
    @ManyToMany(through: "friendships", from: ["member_id"], to: ["friend_id"])
    var friends: ToMany<Member>
}

@Entity("passports")
final class Passport: Codable {
    @PrimaryKey(.identity) var id: Int
    var code: String
    @Unique @BelongsTo var holder: ToOne<Member>
}

@Entity("clubs")
final class Club: Codable {
    @PrimaryKey(.identity) var id: Int
    var name: String
    @ManyToMany(through: "member_clubs") var members: ToMany<Member>
}

@Entity("talks")
final class Talk: Codable {
    @PrimaryKey(.identity) var id: Int
    var title: String
    var isDraft: Bool = false
    @BelongsTo var speaker: ToOne<Member>
    @HasMany(\TalkTopic.talk, cascade: .owned) var labels: ToMany<TalkTopic>
    @HasMany(through: \Talk.labels, \TalkTopic.topic) var topics: Through<Topic>
}

extension Talk {
    static var drafts: EntityQuery<Talk> {
        Talk.where { $0.isDraft == true }.orderBy { $0.title }
    }
}

@Entity("labels")
final class TalkTopic: Codable {
    @PrimaryKey(.identity) var id: Int
    var weight: Int
    @BelongsTo var talk: ToOne<Talk>
    @BelongsTo var topic: ToOne<Topic>
}

@Entity("topics")
final class Topic: Codable {
    @PrimaryKey(.identity) var id: Int
    var name: String
}
