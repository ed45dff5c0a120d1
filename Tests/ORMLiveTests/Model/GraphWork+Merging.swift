import ORMTestSupport
@testable import ORM

extension GraphWork {
    /// A twin from elsewhere has other values.
    func merge() async throws {
        guard let (title, article) = pick(objects.articles),
            let old = graph.articles[title]?.author, let (name, author) = pick(objects.authors)
        else { return }
        try await touch(title, old, name)
        try await flush()
        note("merge \(title), which belongs to \(name)")
        let twin = Article(title: title, isDraft: chance(50), author: author)
        twin.author = ToOne(id: author.id)
        twin.id = article.id
        let own = try await session.merge(twin)
        try require(own === article, "\(title) keeps its identity")
        graph.articles[title] = Graph.Article(author: name, isDraft: twin.isDraft)
        try await flush()
    }

    /// A twin of an author to which something was added elsewhere, and from which something was taken.
    func mergeFamily() async throws {
        guard let (name, author) = pick(objects.authors) else { return }
        try await flush()
        let title = newLabel("r")
        note("merge \(name), with \(title)")
        let twin = Author(name: name)
        twin.id = author.id
        let article = Article(title: title, isDraft: false, author: twin)
        twin.articles.append(article)
        objects.articles[title] = article
        graph.articles[title] = Graph.Article(author: name, isDraft: false)
        takeArticle(from: twin, name)
        addGroup(to: twin, name)

        try require(try await session.merge(twin) === author, "\(name) keeps its identity")
        try require(!session.contains(twin), "a twin of \(name) stays outside")
        objects = objects.kept(in: graph)
        try await flush()
    }

    private func takeArticle(from twin: Author, _ name: String) {
        guard chance(40),
            let title = graph.articles(of: name).sorted().randomElement(using: &random),
            let own = objects.articles[title], own.persistentID != nil
        else { return }
        note("without \(title)")
        let article = Article(title: title, isDraft: own.isDraft, author: twin)
        article.id = own.id
        twin.articles.remove(article)
        graph.remove(article: title)
    }

    private func addGroup(to twin: Author, _ name: String) {
        guard chance(60), let (team, own) = pick(objects.groups) else { return }
        note("in \(team)")
        let group = Group(name: team)
        group.id = own.id
        twin.groups.append(group)
        graph.members.insert(Graph.Pair(one: name, other: team))
    }
}
