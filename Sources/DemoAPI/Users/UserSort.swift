/// How a list of users is sorted: by a column that clients may sort by, and by key among equals.
struct UserSort: Sendable, Equatable {
    enum Key: String, CaseIterable, Sendable {
        case createdAt, name, email
    }

    var key = Key.createdAt
    var isDescending = false

    /// What a client can ask for: a column's name, with a minus for the other direction.
    static let names = Key.allCases.flatMap { [$0.rawValue, "-\($0.rawValue)"] }

    /// Its place among the names.
    var index: UInt8 {
        UInt8(Key.allCases.firstIndex(of: key) ?? 0) * 2 + (isDescending ? 1 : 0)
    }
}

extension UserSort {
    init?(_ name: some StringProtocol) {
        let isDescending = name.hasPrefix("-")
        guard let key = Key(rawValue: String(isDescending ? name.dropFirst() : name[...])) else {
            return nil
        }
        self.init(key: key, isDescending: isDescending)
    }

    init?(index: UInt8) {
        guard Int(index) < Self.names.count else { return nil }
        self.init(Self.names[Int(index)])
    }
}
