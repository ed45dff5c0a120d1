/// One record of comma-separated values: the bytes of its fields, and where it began.
struct CSVRecord: Sendable, Equatable {
    /// The line on which it begins, counted from 1.
    ///
    /// A record with line breaks in quotes is on several.
    var line = 1
    private var bytes: [UInt8] = []
    private var fields: [Field] = []

    /// Where a field ends, and whether it was in quotes.
    private struct Field: Sendable, Equatable {
        let end: Int
        let isQuoted: Bool
    }

    /// How many fields there are.
    var count: Int { fields.count }

    /// The text of a field; `nil` if it is not UTF-8.
    func text(_ index: Int) -> String? {
        String(validating: bytes[start(index)..<fields[index].end], as: UTF8.self)
    }

    /// Whether there is nothing between two commas, not even quotes.
    func isEmpty(_ index: Int) -> Bool {
        !fields[index].isQuoted && start(index) == fields[index].end
    }

    private func start(_ index: Int) -> Int { index == 0 ? 0 : fields[index - 1].end }
}

// What the parser does with the record that it is reading.
extension CSVRecord {
    /// How many bytes the field has that is being read.
    var openBytes: Int { bytes.count - (fields.last?.end ?? 0) }

    mutating func add(_ byte: UInt8) { bytes.append(byte) }

    mutating func endField(isQuoted: Bool) {
        fields.append(Field(end: bytes.count, isQuoted: isQuoted))
    }

    /// Makes it an empty one that begins on another line, and keeps its memory.
    mutating func restart(atLine line: Int) {
        self.line = line
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
    }
}
