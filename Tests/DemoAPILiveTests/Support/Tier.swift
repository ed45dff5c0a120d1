/// The three APIs, which have to behave alike.
enum Tier: String, CaseIterable, Sendable {
    case raw, query, orm

    var path: String { "/\(rawValue)/users" }
}
