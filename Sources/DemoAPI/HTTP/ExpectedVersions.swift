import Hummingbird

/// Which versions of a thing a client is willing to change: `If-Match`.
struct ExpectedVersions: Sendable, Equatable {
    /// The versions; `nil` if any will do.
    let versions: [Int]?

    static let any = ExpectedVersions(versions: nil)

    func allow(_ version: Int) -> Bool { versions?.contains(version) ?? true }
}

extension ExpectedVersions {
    static let parameter = Parameter.header(
        "If-Match", .string, "Change it only if it still has this ETag.")

    /// Reads the header; tags that are nobody's match nothing.
    init(_ request: Request) {
        let tags = EntityTags(request.headers[values: .ifMatch])
        self.init(versions: tags.isEmpty || tags.hasStar ? nil : tags.versions)
    }
}
