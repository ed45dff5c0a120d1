/// What the tables of related entities should hold, by labels: plain sets and dictionaries.
struct Graph: Equatable {
    struct Article: Equatable {
        var author: String
        var isDraft: Bool
    }

    struct Tagging: Equatable {
        var article: String
        var tag: String
        var weight: Int
    }

    /// A row of a join table.
    struct Pair: Hashable {
        let one: String
        let other: String
    }

    var authors: Set<String> = []
    var groups: Set<String> = []
    var tags: Set<String> = []
    var articles: [String: Article] = [:]
    var taggings: [Int: Tagging] = [:]
    /// Whose each profile is.
    var profiles: [String: String?] = [:]
    var badges: [String: String] = [:]
    /// An author and a group.
    var members: Set<Pair> = []
    /// An author and a friend.
    var friends: Set<Pair> = []

    // MARK: Reading

    func articles(of author: String) -> Set<String> {
        Set(articles.filter { $0.value.author == author }.keys)
    }

    func taggings(of article: String) -> Set<Int> {
        Set(taggings.filter { $0.value.article == article }.keys)
    }

    func taggings(with tag: String) -> Set<Int> {
        Set(taggings.filter { $0.value.tag == tag }.keys)
    }

    func profile(of author: String) -> String? {
        profiles.first { $0.value == author }?.key
    }

    func badge(of author: String) -> String? {
        badges.first { $0.value == author }?.key
    }

    func groups(of author: String) -> Set<String> {
        Set(members.filter { $0.one == author }.map(\.other))
    }

    func members(of group: String) -> Set<String> {
        Set(members.filter { $0.other == group }.map(\.one))
    }

    func friends(of author: String) -> Set<String> {
        Set(friends.filter { $0.one == author }.map(\.other))
    }

    func admirers(of author: String) -> Set<String> {
        Set(friends.filter { $0.other == author }.map(\.one))
    }

    // MARK: Changing

    /// A profile that takes another's place leaves it without an author.
    mutating func setProfile(_ profile: String, of author: String) {
        if let old = self.profile(of: author) { profiles[old] = .some(nil) }
        profiles[profile] = .some(author)
    }

    /// A badge that takes another's place deletes it.
    mutating func setBadge(_ badge: String, of author: String) {
        if let old = self.badge(of: author), old != badge { badges[old] = nil }
        badges[badge] = author
    }

    mutating func remove(tagging: Int) { taggings[tagging] = nil }

    mutating func remove(article: String) {
        articles[article] = nil
        taggings = taggings.filter { $0.value.article != article }
    }

    mutating func remove(author: String) {
        for article in articles(of: author) { remove(article: article) }
        if let badge = badge(of: author) { badges[badge] = nil }
        if let profile = profile(of: author) { profiles[profile] = .some(nil) }
        members = members.filter { $0.one != author }
        friends = friends.filter { $0.one != author && $0.other != author }
        authors.remove(author)
    }

    mutating func remove(group: String) {
        members = members.filter { $0.other != group }
        groups.remove(group)
    }
}
