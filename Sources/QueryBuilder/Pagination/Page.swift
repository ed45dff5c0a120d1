/// One page of a query's rows, and where to go from there.
public struct Page<Row: Sendable>: Sendable {
    /// The rows, in the query's order.
    public let rows: [Row]

    /// The place after the last row, or `nil` when there are no more.
    public let next: PageCursor?

    /// The place before the first row, or `nil` when there is none before.
    ///
    /// After a cursor it is always there: rows may have been added meanwhile.
    public let previous: PageCursor?
}

/// A place between two rows of a query's order, as text that goes to a client and comes back.
///
/// It holds the sort keys of a row, and a mark of the order they are for. It is not encrypted, and
/// what a client may see, your conditions decide; a cursor only says where to go on.
public struct PageCursor: RawRepresentable, Sendable, Hashable, Codable {
    /// The text, of letters that need no escaping in a URL.
    public let rawValue: String

    /// Takes a text as a cursor; whether it is one is found out when it is used.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// Which page of a query's rows is wanted.
public enum PagePosition: Sendable, Hashable {
    /// The first page.
    case first
    /// The last page.
    case last
    /// The page that follows a place.
    case after(PageCursor)
    /// The page that ends at a place.
    case before(PageCursor)

    var isBackward: Bool {
        switch self {
        case .first, .after: false
        case .last, .before: true
        }
    }

    var cursor: PageCursor? {
        switch self {
        case .first, .last: nil
        case .after(let cursor), .before(let cursor): cursor
        }
    }
}
