import ORMTestSupport
@testable import ORM

extension GraphWork {
    /// The labels of what a deletion reaches.
    func family(article title: String) -> [String] {
        let taggings = graph.taggings(of: title)
        return [title] + taggings.map(String.init)
            + taggings.compactMap { graph.taggings[$0]?.tag }
    }

    private func family(author name: String) -> [String] {
        var family = [name] + graph.articles(of: name).flatMap { self.family(article: $0) }
        family += [graph.badge(of: name), graph.profile(of: name)].compactMap { $0 }
        family += graph.groups(of: name)
        return family + graph.friends(of: name) + graph.admirers(of: name)
    }

    func delete() async throws {
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            guard let (name, author) = pick(objects.authors) else { return }
            try await touch(family(author: name))
            session.delete(author)
            graph.remove(author: name)
            note("delete author \(name)")
        case 1:
            guard let (team, group) = pick(objects.groups) else { return }
            try await touch([team] + graph.members(of: team))
            session.delete(group)
            graph.remove(group: team)
            note("delete group \(team)")
        case 2:
            guard let (title, article) = pick(objects.articles),
                let author = graph.articles[title]?.author
            else { return }
            try await touch(family(article: title) + [author])
            session.delete(article)
            graph.remove(article: title)
            note("delete article \(title)")
        case 3:
            guard let number = objects.taggings.keys.sorted().randomElement(using: &random),
                let tagging = objects.taggings[number], let model = graph.taggings[number]
            else { return }
            try await touch("\(number)", model.article, model.tag)
            session.delete(tagging)
            graph.remove(tagging: number)
            note("delete tagging \(number)")
        case 4:
            guard let (bio, profile) = pick(objects.profiles) else { return }
            try await touch([bio] + [graph.profiles[bio] ?? nil].compactMap { $0 })
            session.delete(profile)
            graph.profiles[bio] = nil
            note("delete profile \(bio)")
        default:
            guard let (code, badge) = pick(objects.badges) else { return }
            try await touch([code] + [graph.badges[code]].compactMap { $0 })
            session.delete(badge)
            graph.badges[code] = nil
            note("delete badge \(code)")
        }
        objects = objects.kept(in: graph)
    }

    /// A tag does not take care of what points to it.
    func deleteTag() async throws {
        guard let (label, tag) = pick(objects.tags) else { return }
        if graph.taggings(with: label).isEmpty {
            try await touch(label)
            guard graph.taggings(with: label).isEmpty else { return }
            session.delete(tag)
            graph.tags.remove(label)
            objects = objects.kept(in: graph)
            note("delete tag \(label)")
        } else {
            try await refused("delete tag \(label)") { session.delete(tag) }
        }
    }

    /// A deletion that is called off is none.
    func callOff() async throws {
        guard let (name, author) = pick(objects.authors) else { return }
        try await touch(family(author: name))
        try await flush()
        note("delete author \(name), and not")
        session.delete(author)
        session.add(author)
    }
}
