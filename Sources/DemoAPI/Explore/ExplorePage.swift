/// What the page is filled with.
///
/// The template finds the properties by their names.
struct ExplorePage: Sendable {
    struct TierHead: Sendable {
        let id: String
        let number: Int
        let title: String
    }

    struct Choice: Sendable {
        let id: String
        let title: String
        let isFirst: Bool
    }

    struct Card: Sendable {
        let id: String
        let number: Int
        let title: String
        let module: String
        let sources: [HandlerSource]
    }

    let tiers: [TierHead]
    let operations: [Choice]
    let bursts: [Choice]
    let summary: String
    let cards: [Card]
    let tradeoffs: [Tradeoff]
    let isDebug: Bool

    init() {
        let all = ExploreOperation.all
        tiers = Tier.allCases.map { TierHead(id: $0.rawValue, number: $0.number, title: $0.name) }
        operations = all.enumerated().map {
            Choice(id: $1.id, title: $1.title, isFirst: $0 == 0)
        }
        bursts = all.filter(\.canBurst).enumerated().map {
            Choice(id: $1.id, title: $1.title, isFirst: $0 == 0)
        }
        summary = all.first?.summary ?? ""
        cards = Tier.allCases.map { tier in
            Card(
                id: tier.rawValue, number: tier.number, title: tier.name, module: tier.module,
                sources: all.first?.variant(tier.rawValue)?.sources ?? [])
        }
        tradeoffs = Tradeoff.all
        isDebug = Self.isUnoptimised
    }

    /// Whether assertions are evaluated, which they are only where nothing is optimised: a build may be
    /// for debugging in name and optimised all the same.
    private static var isUnoptimised: Bool {
        var result = false
        assert(
            {
                result = true
                return true
            }())
        return result
    }
}
