import ORMTestSupport
@testable import ORM

extension GraphWork {
    // MARK: New instances

    func add() {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            let label = newLabel("a")
            let author = Author(name: label)
            session.add(author)
            (objects.authors[label], _) = (author, graph.authors.insert(label))
            note("add author \(label)")
        case 1:
            let label = newLabel("g")
            let group = Group(name: label)
            session.add(group)
            (objects.groups[label], _) = (group, graph.groups.insert(label))
            note("add group \(label)")
        default:
            let label = newLabel("t")
            let tag = Tag(label: label)
            session.add(tag)
            (objects.tags[label], _) = (tag, graph.tags.insert(label))
            note("add tag \(label)")
        }
    }

    /// An author with everything that may come along.
    func addFamily() async throws {
        let (name, title) = (newLabel("a"), newLabel("r"))
        let (bio, code, team) = (newLabel("p"), newLabel("b"), newLabel("g"))
        note("add author \(name) with \(title), \(bio), \(code), \(team)")
        try await touch(name, title, bio, code, team)
        let author = Author(name: name)
        let article = Article(title: title, isDraft: false, author: author)
        let (profile, badge) = (Profile(bio: bio), Badge(code: code, author: author))
        let group = Group(name: team)
        author.articles.append(article)
        author.profile.set(profile)
        author.badge.set(badge)
        author.groups.append(group)
        session.add(author)
        (objects.authors[name], objects.articles[title]) = (author, article)
        (objects.profiles[bio], objects.badges[code]) = (profile, badge)
        objects.groups[team] = group
        graph.authors.insert(name)
        graph.groups.insert(team)
        graph.articles[title] = Graph.Article(author: name, isDraft: false)
        graph.profiles[bio] = .some(name)
        graph.badges[code] = name
        graph.members.insert(Graph.Pair(one: name, other: team))
    }

    // MARK: Many to many

    func join() async throws {
        guard let (name, author) = pick(objects.authors), let (team, group) = pick(objects.groups)
        else { return }
        try await touch(name, team)
        let pair = Graph.Pair(one: name, other: team)
        if graph.members.contains(pair), chance(70) {
            note("take \(name) out of \(team)")
            chance(50) ? author.groups.remove(group) : group.members.remove(author)
            graph.members.remove(pair)
        } else {
            note("put \(name) into \(team)")
            chance(50) ? author.groups.append(group) : group.members.append(author)
            graph.members.insert(pair)
        }
    }

    func befriend() async throws {
        guard let (name, author) = pick(objects.authors),
            let (other, friend) = pick(objects.authors)
        else { return }
        try await touch(name, other)
        let pair = Graph.Pair(one: name, other: other)
        let isForward = chance(50)
        if graph.friends.contains(pair) {
            note("\(name) forgets \(other)")
            isForward ? author.friends.remove(friend) : friend.admirers.remove(author)
            graph.friends.remove(pair)
        } else {
            note("\(name) likes \(other)")
            isForward ? author.friends.append(friend) : friend.admirers.append(author)
            graph.friends.insert(pair)
        }
    }

    func replaceGroups() async throws {
        guard let (name, author) = pick(objects.authors), author.groups.isLoaded else { return }
        let chosen = objects.groups.keys.sorted().filter { _ in chance(40) }
        try await touch([name] + chosen + graph.groups(of: name))
        guard objects.authors[name] != nil, author.groups.isLoaded else { return }
        note("the groups of \(name) are \(chosen)")
        try author.groups.replace(with: chosen.compactMap { objects.groups[$0] })
        graph.members = graph.members.filter { $0.one != name }
        for team in chosen { graph.members.insert(Graph.Pair(one: name, other: team)) }
    }

    // MARK: Articles

    func addArticle() async throws {
        guard let (name, author) = pick(objects.authors) else { return }
        try await touch(name)
        let title = newLabel("r")
        let isAppended = chance(50)
        note("\(isAppended ? "append" : "add") article \(title) of \(name)")
        let article = Article(title: title, isDraft: chance(50), author: author)
        isAppended ? author.articles.append(article) : session.add(article)
        objects.articles[title] = article
        graph.articles[title] = Graph.Article(author: name, isDraft: article.isDraft)
        try await touch(title)
    }

    func moveArticle() async throws {
        guard let (title, article) = pick(objects.articles),
            let (name, author) = pick(objects.authors),
            let old = graph.articles[title]?.author
        else { return }
        try await touch(title, name, old)
        let isAppended = chance(50)
        note("\(title) of \(old) \(isAppended ? "is appended to" : "belongs to") \(name)")
        if isAppended { author.articles.append(article) } else { article.author = ToOne(author) }
        graph.articles[title]?.author = name
        if chance(30) {
            article.isDraft.toggle()
            graph.articles[title]?.isDraft.toggle()
        }
    }

    func takeOutArticle() async throws {
        guard let (title, article) = pick(objects.articles),
            let name = graph.articles[title]?.author, let author = objects.authors[name]
        else { return }
        let other = chance(30) ? pick(objects.authors) : nil
        try await touch(family(article: title) + [name] + [other?.0].compactMap { $0 })
        author.articles.remove(article)
        if let other, other.0 != name {
            // One that found another owner is no orphan.
            note("take \(title) out of \(name), and give it to \(other.0)")
            article.author = ToOne(other.1)
            graph.articles[title]?.author = other.0
            return
        }
        note("take \(title) out of \(name)")
        graph.remove(article: title)
        objects = objects.kept(in: graph)
    }

    func replaceArticles() async throws {
        guard let (name, author) = pick(objects.authors), author.articles.isLoaded else { return }
        let own = graph.articles(of: name).sorted()
        let kept = own.filter { objects.articles[$0] != nil && chance(60) }
        let title = newLabel("r")
        try await touch(own.flatMap { family(article: $0) } + [name, title])
        guard author.articles.isLoaded else { return }
        note("the articles of \(name) are \(kept) and \(title)")
        let article = Article(title: title, isDraft: false, author: author)
        try author.articles.replace(with: kept.compactMap { objects.articles[$0] } + [article])
        objects.articles[title] = article
        graph.articles[title] = Graph.Article(author: name, isDraft: false)
        for other in own where !kept.contains(other) { graph.remove(article: other) }
        objects = objects.kept(in: graph)
    }

    // MARK: Many to many with a payload

    func addTagging() async throws {
        guard let (title, article) = pick(objects.articles), let (label, tag) = pick(objects.tags)
        else { return }
        try await touch(title, label)
        let number = newNumber()
        note("tagging \(number) of \(title) with \(label)")
        let tagging = Tagging(weight: number * Tagging.span, article: article, tag: tag)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: article.taggings.append(tagging)
        case 1: tag.taggings.append(tagging)
        default: session.add(tagging)
        }
        objects.taggings[number] = tagging
        graph.taggings[number] = Graph.Tagging(article: title, tag: label, weight: 0)
        try await touch("\(number)")
    }

    func changeTagging() async throws {
        guard let number = objects.taggings.keys.sorted().randomElement(using: &random),
            let tagging = objects.taggings[number], let model = graph.taggings[number]
        else { return }
        try await touch("\(number)", model.article, model.tag)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let weight = Int.random(in: 0..<Tagging.span, using: &random)
            note("the weight of \(number) is \(weight)")
            tagging.weight = number * Tagging.span + weight
            graph.taggings[number]?.weight = weight
        case 1:
            guard let (label, tag) = pick(objects.tags) else { return }
            try await touch(label)
            note("\(number) is moved to \(label)")
            tagging.tag = ToOne(tag)
            graph.taggings[number]?.tag = label
        case 2:
            guard let (title, article) = pick(objects.articles) else { return }
            try await touch(title)
            note("\(number) is moved to \(title)")
            article.taggings.append(tagging)
            graph.taggings[number]?.article = title
        default:
            guard let article = objects.articles[model.article] else { return }
            note("take \(number) out of \(model.article)")
            article.taggings.remove(tagging)
            graph.remove(tagging: number)
            objects.taggings[number] = nil
        }
    }

    // MARK: One to one

    func setProfile() async throws {
        guard let (name, author) = pick(objects.authors) else { return }
        let old = graph.profile(of: name)
        let chosen = chance(50) ? pick(objects.profiles) : nil
        let bio = chosen?.0 ?? newLabel("p")
        let whose = graph.profiles[bio] ?? nil
        try await touch([name, bio] + [old, whose].compactMap { $0 })
        if chance(25), let old, let profile = objects.profiles[old] {
            note("\(name) has no profile any more")
            if author.profile.isLoaded, chance(50) {
                try author.profile.clear()
            } else {
                profile.author = nil
            }
            graph.profiles[old] = .some(nil)
            return
        }
        // Without knowing the old one, nobody can take it out.
        guard author.profile.isLoaded || old == nil else { return }
        let profile = chosen?.1 ?? Profile(bio: bio)
        note("\(bio) of \(whose ?? "nobody") is the profile of \(name)")
        if old == nil, chosen != nil, chance(50) {
            profile.author = ToOne(author)
        } else {
            author.profile.set(profile)
        }
        objects.profiles[bio] = profile
        graph.setProfile(bio, of: name)
    }

    func setBadge() async throws {
        guard let (name, author) = pick(objects.authors) else { return }
        let old = graph.badge(of: name)
        let chosen = chance(40) ? pick(objects.badges) : nil
        let code = chosen?.0 ?? newLabel("b")
        try await touch([name, code] + [old, graph.badges[code]].compactMap { $0 })
        guard author.badge.isLoaded || old == nil else { return }
        if chance(20), author.badge.isLoaded, let old {
            note("\(name) has no badge any more")
            try author.badge.clear()
            graph.badges[old] = nil
        } else {
            note("\(code) is the badge of \(name)")
            let badge = chosen?.1 ?? Badge(code: code, author: author)
            author.badge.set(badge)
            objects.badges[code] = badge
            graph.setBadge(code, of: name)
        }
        objects = objects.kept(in: graph)
    }
}
