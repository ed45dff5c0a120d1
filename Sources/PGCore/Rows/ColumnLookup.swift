/// Finds the columns of one result by the names of properties, each name once.
///
/// A type decodes its properties in the same order for every row, so that the next name is nearly
/// always the one that followed last time; comparing it is cheaper than hashing it.
struct ColumnLookup {
    private struct Entry {
        let name: String
        let match: Match
        var codec: Codec?
    }

    /// The columns that go with a name.
    enum Match {
        case none
        case one(Int)
        case several(named: String)
    }

    /// How a type reads a column; asking whether it conforms is slow, so the answer is kept.
    private struct Codec {
        let value: ObjectIdentifier
        let type: (any ColumnDecodable.Type)?

        init<Value>(_ value: Value.Type) {
            self.value = ObjectIdentifier(value)
            type = value as? any ColumnDecodable.Type
        }
    }

    private let naming: ColumnNaming
    private var entries: [Entry] = []
    private var current = 0
    private var whole: Codec?

    init(naming: ColumnNaming) {
        self.naming = naming
    }

    /// Returns the column codec of the type that the column found last is read as.
    mutating func codecOfCurrent<Value>(_ type: Value.Type) -> (any ColumnDecodable.Type)? {
        if let codec = entries[current].codec, codec.value == ObjectIdentifier(type) {
            return codec.type
        }
        let codec = Codec(type)
        entries[current].codec = codec
        return codec.type
    }

    /// Returns the column codec of the type that a whole row is read as.
    mutating func codec<Value>(ofWhole type: Value.Type) -> (any ColumnDecodable.Type)? {
        if let whole, whole.value == ObjectIdentifier(type) { return whole.type }
        let codec = Codec(type)
        whole = codec
        return codec.type
    }

    /// Returns the column for a property.
    mutating func column(for name: String, in row: any RowReader) -> Match {
        if current < entries.count, entries[current].name == name { return entries[current].match }
        let next = current + 1 < entries.count ? current + 1 : 0
        if next < entries.count, entries[next].name == name {
            current = next
        } else if let known = entries.firstIndex(where: { $0.name == name }) {
            current = known
        } else {
            entries.append(Entry(name: name, match: find(name, in: row)))
            current = entries.count - 1
        }
        return entries[current].match
    }

    private func find(_ property: String, in row: any RowReader) -> Match {
        for name in naming.columnNames(property) {
            let match = row.columns(named: name)
            if case .none = match { continue }
            return match
        }
        return .none
    }
}
