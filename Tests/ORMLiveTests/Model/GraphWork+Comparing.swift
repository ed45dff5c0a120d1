import ORMTestSupport
import PGCore
@testable import ORM

extension GraphWork {
    /// Compares everything that is at hand, from every side.
    func checkInstances() throws {
        for entity in objects.all {
            try require(
                session.has(entity), "\(type(of: entity)) \(name(entity)) is in the session")
        }
        for (name, author) in objects.authors { try check(name, author) }
        for (team, group) in objects.groups {
            try same(group.members.loaded, graph.members(of: team), \.name, "members of \(team)")
            try identical(group.members.loaded, \.name, objects.authors, "members of \(team)")
        }
        for (label, tag) in objects.tags {
            try same(
                tag.taggings.loaded, graph.taggings(with: label), \.label, "taggings of \(label)")
        }
        for (title, article) in objects.articles { try check(title, article) }
        for (number, tagging) in objects.taggings { try check(number, tagging) }
        for (bio, profile) in objects.profiles {
            let author = graph.profiles[bio] ?? nil
            try refers(profile.author, author.flatMap { objects.authors[$0] }, \.name, author, bio)
        }
        for (code, badge) in objects.badges {
            let author = graph.badges[code]
            try refers(badge.author, author.flatMap { objects.authors[$0] }, \.name, author, code)
        }
    }

    private func name(_ entity: any Entity) -> String {
        switch entity {
        case let author as Author: author.name
        case let article as Article: article.title
        case let tagging as Tagging: "\(tagging.label)"
        case let profile as Profile: profile.bio
        case let badge as Badge: badge.code
        default: ""
        }
    }

    private func check(_ name: String, _ author: Author) throws {
        try same(author.articles.loaded, graph.articles(of: name), \.title, "articles of \(name)")
        try identical(author.articles.loaded, \.title, objects.articles, "articles of \(name)")
        try same(author.groups.loaded, graph.groups(of: name), \.name, "groups of \(name)")
        try identical(author.groups.loaded, \.name, objects.groups, "groups of \(name)")
        try same(author.friends.loaded, graph.friends(of: name), \.name, "friends of \(name)")
        try same(author.admirers.loaded, graph.admirers(of: name), \.name, "admirers of \(name)")
        if author.profile.isLoaded {
            let bio = graph.profile(of: name)
            try require(
                author.profile.loaded?.bio == bio,
                "profile of \(name) is \(author.profile.loaded?.bio ?? "none"), should be \(bio ?? "none")"
            )
        }
        if author.badge.isLoaded {
            let code = graph.badge(of: name)
            try require(
                author.badge.loaded?.code == code,
                "badge of \(name) is \(author.badge.loaded?.code ?? "none"), should be \(code ?? "none")"
            )
        }
    }

    private func check(_ title: String, _ article: Article) throws {
        let author = graph.articles[title]?.author
        try refers(article.author, author.flatMap { objects.authors[$0] }, \.name, author, title)
        try require(article.isDraft == graph.articles[title]?.isDraft, "isDraft of \(title)")
        try same(
            article.taggings.loaded, graph.taggings(of: title), \.label, "taggings of \(title)")
        for tagging in article.taggings.loaded ?? [] {
            let held = objects.taggings[tagging.label]
            try require(held == nil || held === tagging, "identity in the taggings of \(title)")
        }
    }

    private func check(_ number: Int, _ tagging: Tagging) throws {
        let model = graph.taggings[number]
        try require(
            tagging.weight % Tagging.span == model?.weight,
            "the weight of \(number) is \(tagging.weight), should be \(model?.weight ?? -1)")
        let article = model.flatMap { objects.articles[$0.article] }
        try refers(tagging.article, article, \.title, model?.article, "article of \(number)")
        let tag = model.flatMap { objects.tags[$0.tag] }
        try refers(tagging.tag, tag, \.label, model?.tag, "tag of \(number)")
    }

    /// Each of the expected ones once, and no other.
    private func same<Target, Label: Hashable>(
        _ actual: [Target]?, _ expected: Set<Label>, _ label: KeyPath<Target, Label>,
        _ what: @autoclosure () -> String
    ) throws {
        guard let actual else { return }
        let labels = actual.map { $0[keyPath: label] }
        try require(
            labels.count == expected.count && Set(labels) == expected,
            "\(what()) are \(labels), should be \(expected)")
    }

    private func identical<Target: AnyObject>(
        _ actual: [Target]?, _ label: KeyPath<Target, String>, _ held: [String: Target],
        _ what: @autoclosure () -> String
    ) throws {
        for target in actual ?? [] {
            let own = held[target[keyPath: label]]
            try require(own == nil || own === target, "identity in the \(what())")
        }
    }

    private func refers<Target: Entity>(
        _ reference: ToOne<Target>?, _ held: Target?, _ label: KeyPath<Target, String>,
        _ expected: String?, _ what: @autoclosure () -> String
    ) throws where Target.ID == Int {
        guard let expected, let reference else {
            return try require(
                expected == nil && reference == nil,
                "\(what()) leads to \(reference?.id ?? -1), should lead to \(expected ?? "none")")
        }
        if let loaded = reference.loaded {
            try require(
                loaded[keyPath: label] == expected && (held == nil || held === loaded),
                "\(what()) leads to \(loaded[keyPath: label]), should lead to \(expected)")
        } else if let held {
            try require(
                reference.id == held.persistentID,
                "\(what()) leads to \(reference.id ?? -1), should lead to \(expected)")
        }
    }

    // MARK: References at hand

    /// The instances that have what they refer to at hand.
    var referring: Set<ObjectIdentifier> {
        var referring: Set<ObjectIdentifier> = []
        for article in objects.articles.values where article.author.isLoaded {
            referring.insert(ObjectIdentifier(article))
        }
        for profile in objects.profiles.values where profile.author?.isLoaded == true {
            referring.insert(ObjectIdentifier(profile))
        }
        for badge in objects.badges.values where badge.author.isLoaded {
            referring.insert(ObjectIdentifier(badge))
        }
        return referring
    }

    /// What was at hand before is at hand again.
    func checkReferences(_ before: Set<ObjectIdentifier>) throws {
        for (title, article) in objects.articles where before.contains(ObjectIdentifier(article)) {
            guard let name = graph.articles[title]?.author, objects.authors[name] != nil else {
                continue
            }
            try require(article.author.isLoaded, "the author of \(title) is at hand")
        }
        for (bio, profile) in objects.profiles where before.contains(ObjectIdentifier(profile)) {
            guard let name = graph.profiles[bio] ?? nil, objects.authors[name] != nil else {
                continue
            }
            try require(profile.author?.isLoaded == true, "the author of \(bio) is at hand")
        }
        for (code, badge) in objects.badges where before.contains(ObjectIdentifier(badge)) {
            guard let name = graph.badges[code], objects.authors[name] != nil else { continue }
            try require(badge.author.isLoaded, "the author of \(code) is at hand")
        }
    }

    // MARK: Rows

    /// Compares every row, joined to labels by the server.
    func checkRows(on executor: some StatementExecutor) async throws {
        var rows = Graph()
        rows.authors = Set(try await strings("SELECT name FROM authors", executor))
        rows.groups = Set(try await strings("SELECT name FROM groups", executor))
        rows.tags = Set(try await strings("SELECT label FROM tags", executor))
        let articles = try await executor.execute(
            """
            SELECT title, authors.name, is_draft FROM articles
            JOIN authors ON authors.id = author_id
            """
        ).decode(String.self, String.self, Bool.self)
        for (title, author, isDraft) in articles {
            rows.articles[title] = Graph.Article(author: author, isDraft: isDraft)
        }
        let taggings = try await executor.execute(
            """
            SELECT weight, title, label FROM taggings
            JOIN articles ON articles.id = article_id JOIN tags ON tags.id = tag_id
            """
        ).decode(Int.self, String.self, String.self)
        for (weight, article, tag) in taggings {
            rows.taggings[weight / Tagging.span] = Graph.Tagging(
                article: article, tag: tag, weight: weight % Tagging.span)
        }
        for (bio, author) in try await executor.execute(
            "SELECT bio, name FROM profiles LEFT JOIN authors ON authors.id = author_id"
        ).decode(String.self, String?.self) {
            rows.profiles[bio] = .some(author)
        }
        for (code, author) in try await executor.execute(
            "SELECT code, name FROM badges JOIN authors ON authors.id = author_id"
        ).decode(String.self, String.self) {
            rows.badges[code] = author
        }
        rows.members = try await pairs(
            """
            SELECT authors.name, groups.name FROM author_groups
            JOIN authors ON authors.id = author_id JOIN groups ON groups.id = group_id
            """, executor)
        rows.friends = try await pairs(
            """
            SELECT one.name, other.name FROM friendships
            JOIN authors one ON one.id = author_id JOIN authors other ON other.id = friend_id
            """, executor)
        try require(rows == graph, "the rows are \(rows), should be \(graph)")
    }

    private func strings(
        _ statement: SQLStatement, _ executor: some StatementExecutor
    ) async throws -> [String] {
        try await executor.execute(statement).decode(String.self)
    }

    private func pairs(
        _ statement: SQLStatement, _ executor: some StatementExecutor
    ) async throws -> Set<Graph.Pair> {
        Set(
            try await executor.execute(statement).decode(String.self, String.self)
                .map { Graph.Pair(one: $0, other: $1) })
    }
}
