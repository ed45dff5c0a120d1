import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// Random changes of relationships, compared with sets and dictionaries.
@Suite("Random relationships on a server", .liveDatabase(.related), .timeLimit(.minutes(2)))
struct RandomRelationTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    /// What should be: which author is in which group, and whose each article is, by name.
    private struct Model: Equatable {
        var pairs: Set<String> = []
        var owners: [String: String] = [:]
    }

    private struct World {
        var authors: [Author]
        var groups: [Group]
        var articles: [Article]
    }

    private static let names = ["A", "B", "C", "D"]

    private func make() async throws {
        try await withRecordedSession { session, _ in
            session.add(contentsOf: Self.names.map { Author(name: $0) })
            session.add(contentsOf: Self.names.map { Group(name: $0.lowercased()) })
            try await session.commit()
        }
    }

    private func load(_ session: RecordingSession) async throws -> World {
        let authors = try await session.fetch(
            Author.orderBy { $0.name }.include(\.groups).include(\.articles))
        let groups = try await session.fetch(Group.orderBy { $0.name }.include(\.members))
        return World(
            authors: authors, groups: groups, articles: try authors.flatMap { try $0.articles.all })
    }

    /// What the instances show, from one side and from the other.
    private func shown(_ world: World) throws -> (Model, Model) {
        var one = Model()
        var other = Model()
        for author in world.authors {
            for group in try author.groups.all { one.pairs.insert(author.name + group.name) }
            for article in try author.articles.all { one.owners[article.title] = author.name }
        }
        for group in world.groups {
            for author in try group.members.all { other.pairs.insert(author.name + group.name) }
        }
        // A rollback takes keys back, not what they had loaded.
        for article in world.articles {
            let author = world.authors.first { $0.id == article.author.id }
            other.owners[article.title] = author?.name
        }
        return (one, other)
    }

    private func change(
        _ world: inout World, _ model: inout Model, _ step: Int,
        _ session: RecordingSession, _ random: inout Generator
    ) throws {
        guard let author = world.authors.randomElement(using: &random),
            let group = world.groups.randomElement(using: &random)
        else { return }
        let pair = author.name + group.name
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            author.groups.append(group)
            model.pairs.insert(pair)
        case 1:
            group.members.append(author)
            model.pairs.insert(pair)
        case 2 where try author.groups.all.contains(where: { $0 === group }):
            author.groups.remove(group)
            model.pairs.remove(pair)
        case 3 where try group.members.all.contains(where: { $0 === author }):
            group.members.remove(author)
            model.pairs.remove(pair)
        case 4:
            let chosen = world.groups.filter { _ in Bool.random(using: &random) }
            try author.groups.replace(with: chosen)
            model.pairs = model.pairs.filter { !$0.hasPrefix(author.name) }
            for group in chosen { model.pairs.insert(author.name + group.name) }
        case 5:
            let article = Article(title: "t\(step)", isDraft: false, author: author)
            if Bool.random(using: &random) {
                author.articles.append(article)
            } else {
                session.add(article)
            }
            world.articles.append(article)
            model.owners[article.title] = author.name
        case 6:
            guard let article = world.articles.randomElement(using: &random) else { return }
            article.author = ToOne(author)
            model.owners[article.title] = author.name
        case 7:
            guard let article = world.articles.randomElement(using: &random) else { return }
            author.articles.append(article)
            model.owners[article.title] = author.name
        case 8:
            guard let article = try author.articles.all.randomElement(using: &random),
                model.owners[article.title] == author.name
            else { return }
            author.articles.remove(article)
            world.articles.removeAll { $0 === article }
            model.owners[article.title] = nil
        default: break
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func `agree with sets at every flush, commit, rollback and savepoint`(_ seed: UInt64)
        async throws
    {
        var random = Generator(state: seed)
        try await make()
        var committed = Model()
        for round in 0..<6 {
            try await withRecordedSession { session, _ in
                var world = try await load(session)
                #expect(try shown(world).0 == committed, "seed \(seed), round \(round)")
                var model = committed
                var begun = world
                for step in 0..<30 {
                    try change(&world, &model, 100 * round + step, session, &random)
                    // Both sides have to agree before the same connection changes on the other one.
                    try await session.flush()
                    let place: Testing.Comment = "seed \(seed), round \(round), step \(step)"
                    let (one, other) = try shown(world)
                    #expect(one == model, place)
                    #expect(other == model, place)
                    #expect(!session.isDirty, place)
                    switch Int.random(in: 0..<10, using: &random) {
                    case 0:
                        try await session.commit()
                        committed = model
                        begun = world
                    case 1:
                        try await session.rollback()
                        model = committed
                        world = begun
                        #expect(try shown(world).0 == model, place)
                        #expect(try shown(world).0.pairs == shown(world).1.pairs, place)
                    case 2:
                        let (before, outer) = (model, world)
                        struct Undo: Error {}
                        await #expect(throws: Undo.self) {
                            try await session.withSavepoint {
                                try change(&world, &model, 1_000 + step, session, &random)
                                try await session.flush()
                                throw Undo()
                            }
                        }
                        model = before
                        world = outer
                        #expect(try shown(world).0 == model, place)
                    default: break
                    }
                }
                try await session.commit()
                committed = model
            }
        }
    }
}
