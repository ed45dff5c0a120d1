/// A dictionary for a few keys, which it compares instead of hashing.
///
/// A pool's connections are few, and every statement looks one up several times.
struct SmallMap<Key: Equatable, Value> {
    private var entries: [(key: Key, value: Value)] = []

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }
    var keys: some Collection<Key> { entries.lazy.map(\.key) }
    var values: some Collection<Value> { entries.lazy.map(\.value) }

    private func index(of key: Key) -> Int? {
        entries.firstIndex { $0.key == key }
    }

    /// The value of a key; setting `nil` removes the key.
    subscript(key: Key) -> Value? {
        get { index(of: key).map { entries[$0].value } }
        set {
            switch (index(of: key), newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// Removes a key and returns its value.
    mutating func removeValue(forKey key: Key) -> Value? {
        index(of: key).map { entries.remove(at: $0).value }
    }
}

extension SmallMap: Sequence {
    func makeIterator() -> some IteratorProtocol<(key: Key, value: Value)> {
        entries.makeIterator()
    }
}
