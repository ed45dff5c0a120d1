import ORM
import ORMTestSupport

/// The instances that the program holds, by their labels.
struct GraphObjects {
    var authors: [String: Author] = [:]
    var groups: [String: Group] = [:]
    var tags: [String: Tag] = [:]
    var articles: [String: Article] = [:]
    var taggings: [Int: Tagging] = [:]
    var profiles: [String: Profile] = [:]
    var badges: [String: Badge] = [:]

    /// Keeps what a graph has.
    func kept(in graph: Graph) -> GraphObjects {
        var kept = self
        kept.authors = authors.filter { graph.authors.contains($0.key) }
        kept.groups = groups.filter { graph.groups.contains($0.key) }
        kept.tags = tags.filter { graph.tags.contains($0.key) }
        kept.articles = articles.filter { graph.articles[$0.key] != nil }
        kept.taggings = taggings.filter { graph.taggings[$0.key] != nil }
        kept.profiles = profiles.filter { graph.profiles[$0.key] != nil }
        kept.badges = badges.filter { graph.badges[$0.key] != nil }
        return kept
    }

    /// Adds what others have besides.
    mutating func merge(_ others: GraphObjects) {
        authors.merge(others.authors) { own, _ in own }
        groups.merge(others.groups) { own, _ in own }
        tags.merge(others.tags) { own, _ in own }
        articles.merge(others.articles) { own, _ in own }
        taggings.merge(others.taggings) { own, _ in own }
        profiles.merge(others.profiles) { own, _ in own }
        badges.merge(others.badges) { own, _ in own }
    }

    /// Everything, for calls that do not care about types.
    var all: [any Entity] {
        var all: [any Entity] = authors.sorted { $0.key < $1.key }.map(\.value)
        all += groups.sorted { $0.key < $1.key }.map { $0.value as any Entity }
        all += tags.sorted { $0.key < $1.key }.map { $0.value as any Entity }
        all += articles.sorted { $0.key < $1.key }.map { $0.value as any Entity }
        all += taggings.sorted { $0.key < $1.key }.map { $0.value as any Entity }
        all += profiles.sorted { $0.key < $1.key }.map { $0.value as any Entity }
        all += badges.sorted { $0.key < $1.key }.map { $0.value as any Entity }
        return all
    }
}

extension Tagging {
    /// What names a tagging in the model: its weight has both.
    static let span = 1_000
    var label: Int { weight / Self.span }
}
