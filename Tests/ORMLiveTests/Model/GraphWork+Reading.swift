import ORMTestSupport
import PGCore
@testable import ORM

extension GraphWork {
    /// Loads what there is, with a random part of the relationships.
    func loadSome() async throws {
        var authors = Author.all
        if chance(70) { authors = authors.include(\.articles) }
        if chance(50) { authors = authors.include(\.groups) }
        if chance(50) { authors = authors.include(\.profile).include(\.badge) }
        if chance(30) { authors = authors.include(\.friends) }
        hold(try await session.fetch(authors))
        let groups = chance(50) ? Group.include(\.members) : Group.all
        hold(try await session.fetch(groups))
        if chance(80) { hold(try await session.fetch(Tag.all)) }
        if chance(60) { hold(try await session.fetch(Article.include(\.taggings))) }
        if chance(60) { hold(try await session.fetch(Profile.include(\.author))) }
        if chance(60) { hold(try await session.fetch(Badge.all)) }
        if chance(60) { hold(try await session.fetch(Tagging.include(\.tag))) }
    }

    private func hold(_ found: [Author]) {
        for author in found {
            objects.authors[author.name] = author
            hold(author.articles.loaded ?? [])
            hold([author.profile.loaded].compactMap { $0 })
            hold([author.badge.loaded].compactMap { $0 })
        }
    }

    private func hold(_ found: [Group]) {
        for group in found { objects.groups[group.name] = group }
    }

    private func hold(_ found: [Tag]) {
        for tag in found { objects.tags[tag.label] = tag }
    }

    private func hold(_ found: [Article]) {
        for article in found {
            objects.articles[article.title] = article
            hold(article.taggings.loaded ?? [])
        }
    }

    private func hold(_ found: [Tagging]) {
        for tagging in found { objects.taggings[tagging.label] = tagging }
    }

    private func hold(_ found: [Profile]) {
        for profile in found { objects.profiles[profile.bio] = profile }
    }

    private func hold(_ found: [Badge]) {
        for badge in found { objects.badges[badge.code] = badge }
    }

    /// Loads one relationship of a few instances, or of all.
    func load() async throws {
        try await flush()
        let some = chance(50)
        let authors = objects.authors.sorted { $0.key < $1.key }.map(\.value)
            .filter { _ in some || chance(40) }
        let articles = objects.articles.sorted { $0.key < $1.key }.map(\.value)
            .filter { _ in some || chance(40) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            note("load articles")
            try await session.load(\.articles, of: authors)
        case 1:
            note("load profiles")
            try await session.load(\.profile, of: authors)
        case 2:
            note("load badges")
            try await session.load(\.badge, of: authors)
        case 3:
            note("load groups")
            try await session.load(\.groups, of: authors)
        case 4:
            note("load friends")
            try await session.load(\.friends, of: authors)
        case 5:
            note("load admirers")
            try await session.load(\.admirers, of: authors)
        case 6:
            note("load members")
            try await session.load(\.members, of: objects.groups.map(\.value))
        case 7:
            note("load taggings of articles")
            try await session.load(\.taggings, of: articles)
        case 8:
            note("load taggings of tags")
            try await session.load(\.taggings, of: objects.tags.map(\.value))
        case 9:
            note("load tags and drafts")
            try await session.load(\.tags, of: articles)
            try await session.load(\.drafts, of: authors)
            try checkTags(of: articles)
            try checkDrafts(of: authors)
        case 10:
            note("load authors of articles")
            try await session.load(\.author, of: articles)
            for article in articles { hold([try article.author.value]) }
        default:
            note("load everything that is not held")
            hold(try await session.fetch(Article.all))
            hold(try await session.fetch(Tagging.all))
            hold(try await session.fetch(Profile.all))
            hold(try await session.fetch(Badge.all))
            hold(try await session.fetch(Tag.all))
        }
        hold(authors)
        hold(articles)
        for tag in objects.tags.values { hold(tag.taggings.loaded ?? []) }
        try checkInstances()
    }

    private func checkTags(of articles: [Article]) throws {
        for article in articles {
            let tags = graph.taggings(of: article.title).compactMap { graph.taggings[$0]?.tag }
            try require(
                Set(try article.tags.all.map(\.label)) == Set(tags), "tags of \(article.title)")
        }
    }

    private func checkDrafts(of authors: [Author]) throws {
        for author in authors {
            let drafts = graph.articles(of: author.name).filter {
                graph.articles[$0]?.isDraft == true
            }
            try require(
                try author.drafts.all.map(\.title) == drafts.sorted(by: >),
                "drafts of \(author.name)")
        }
    }

    /// What is expired or refreshed is what it was: nobody else writes.
    func readAgain() async throws {
        try await flush()
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            note("expire everything")
            session.expireAll()
        case 1:
            guard let (title, article) = pick(objects.articles) else { return }
            note("expire \(title)")
            try session.expire(article)
            let found = try await session.get(Article.self, article.id)
            try require(found === article, "\(title) keeps its identity")
        case 2:
            note("refresh articles and profiles")
            try await session.refresh(contentsOf: objects.articles.map(\.value))
            try await session.refresh(contentsOf: objects.profiles.map(\.value))
        default:
            guard let (title, article) = pick(objects.articles) else { return }
            note("refresh \(title), giving up what was changed")
            if let (_, author) = pick(objects.authors) { article.author = ToOne(author) }
            article.isDraft.toggle()
            try await session.refresh(article)
        }
        try checkInstances()
    }

    /// Lets go of instances, and has the session look for those that nobody needs.
    func sweep() async throws {
        try await flush()
        note("drop and sweep")
        for title in objects.articles.keys.sorted() where chance(20) {
            objects.articles[title] = nil
        }
        for number in objects.taggings.keys.sorted() where chance(20) {
            objects.taggings[number] = nil
        }
        session.state.map.sweep()
        try checkInstances()
    }
}
