public import Testing

extension SQLRecorder {
    /// Expects these statements and no others, in this order.
    ///
    /// White space does not matter. A text that ends in `…` stands for every statement that begins
    /// with what is before it. When the statements differ, the test fails with both lists.
    ///
    /// - Returns: Whether they are the expected ones.
    @discardableResult
    public func expect(
        _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) -> Bool {
        let found = statements
        let isMatch =
            found.count == expected.count && zip(found, expected).allSatisfy { $0.matches($1) }
        if !isMatch {
            fail(Self.difference(found, expected), at: sourceLocation)
        }
        return isMatch
    }

    /// Expects this many statements.
    ///
    /// - Returns: Whether it was that many.
    @discardableResult
    public func expect(count: Int, sourceLocation: SourceLocation = #_sourceLocation) -> Bool {
        expect(count, in: count...count, "\(count)", at: sourceLocation)
    }

    /// Expects this many statements or fewer: a guard against one statement for each row.
    ///
    /// When there are more, the test fails with the list, and the statements that ran more than once
    /// first.
    ///
    /// - Returns: Whether it was that many or fewer.
    @discardableResult
    public func expect(atMost limit: Int, sourceLocation: SourceLocation = #_sourceLocation) -> Bool
    {
        expect(limit, in: 0...limit, "\(limit) or fewer", at: sourceLocation)
    }

    /// Expects no statement to run more than `limit` times, whatever its values.
    ///
    /// - Returns: Whether none did.
    @discardableResult
    public func expectNoRepeats(
        moreThan limit: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Bool {
        let repeats = repeats(moreThan: limit)
        if let first = repeats.first {
            let times = limit == 1 ? "once" : "\(limit) times"
            fail(
                "\(first.text) ran more than \(times)\n" + Self.list(repeats), at: sourceLocation)
        }
        return repeats.isEmpty
    }

    /// The statements that ran more than `limit` times, with how often they did, the most frequent
    /// first.
    ///
    /// BEGIN, COMMIT and their like count as others do.
    public func repeats(moreThan limit: Int = 1) -> [(text: String, count: Int)] {
        var counts: [String: Int] = [:]
        for statement in statements {
            counts[RecordedStatement.onOneLine(statement.text), default: 0] += 1
        }
        return counts.filter { $0.value > limit }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (text: $0.key, count: $0.value) }
    }

    // MARK: What failing tests say

    private func expect(
        _ count: Int, in range: ClosedRange<Int>, _ wanted: String, at location: SourceLocation
    ) -> Bool {
        let found = statements
        guard !range.contains(found.count) else { return true }
        let repeats = repeats()
        var message = "\(found.count) statements ran, expected \(wanted)"
        if !repeats.isEmpty { message += "\nmore than once:\n" + Self.list(repeats) }
        message += "\nall:\n" + Self.list(found)
        fail(message, at: location)
        return false
    }

    private func fail(_ message: String, at location: SourceLocation) {
        Issue.record(Comment(rawValue: message), sourceLocation: location)
    }

    private static func list(_ statements: [RecordedStatement]) -> String {
        statements.enumerated().map { "  \($0 + 1). \($1)" }.joined(separator: "\n")
    }

    private static func list(_ repeats: [(text: String, count: Int)]) -> String {
        repeats.map { "  \($0.count) × \($0.text)" }.joined(separator: "\n")
    }

    private static func difference(
        _ found: [RecordedStatement], _ expected: [String]
    ) -> String {
        var lines = ["other statements ran than expected"]
        for number in 0..<max(found.count, expected.count) {
            let ran = number < found.count ? found[number] : nil
            let wanted = number < expected.count ? expected[number] : nil
            if let ran, let wanted, ran.matches(wanted) {
                lines.append("    \(number + 1). \(ran)")
                continue
            }
            if let wanted {
                lines.append("  - \(number + 1). \(RecordedStatement.onOneLine(wanted))")
            }
            if let ran { lines.append("  + \(number + 1). \(ran)") }
        }
        return lines.joined(separator: "\n")
    }
}
