import PGCore

/// The statements a connection has parsed, by text.
///
/// Bounded: the server keeps memory for each.
struct KnownStatements {
    private struct Entry {
        let statement: PreparedStatement
        var lastUse: Int
    }

    /// How many statements a connection keeps on the server.
    static let capacity = 256

    private var entries: [String: Entry] = [:]
    private var clock = 0
    /// The statement used last, which often is the next one too: saves hashing its text.
    private var last: PreparedStatement?

    /// Returns the statement with this text if the connection has parsed it.
    mutating func statement(for text: String) -> PreparedStatement? {
        // Nothing else was used since, so its place in the order of use is right already.
        if let last, last.text == text { return last }
        guard let index = entries.index(forKey: text) else { return nil }
        clock += 1
        entries.values[index].lastUse = clock
        last = entries.values[index].statement
        return last
    }

    /// Whether this very statement was parsed here, and not an older one with the same text.
    func contains(_ statement: PreparedStatement) -> Bool {
        last === statement || entries[statement.text]?.statement === statement
    }

    mutating func insert(_ statement: PreparedStatement) {
        clock += 1
        entries[statement.text] = Entry(statement: statement, lastUse: clock)
        last = statement
    }

    mutating func remove(_ statement: PreparedStatement) {
        guard contains(statement) else { return }
        entries[statement.text] = nil
        last = nil
    }

    mutating func removeAll() {
        entries.removeAll()
        last = nil
    }

    /// Whether a statement should be freed.
    var hasExcess: Bool { entries.count > Self.capacity }

    /// Takes out the statement unused for longest when there are too many, to be freed.
    mutating func popExcess() -> PreparedStatement? {
        guard hasExcess,
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return nil }
        entries[oldest.key] = nil
        last = nil
        return oldest.value.statement
    }
}
