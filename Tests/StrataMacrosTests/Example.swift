import Testing

/// Source that uses a macro, and what it expands to.
struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let source: String
    let expanded: String

    static let all: [Example] = [table, entity, compositeKey, kinds, group, view]

    init(_ title: String, _ source: String, _ expanded: String) {
        testDescription = title
        self.source = source
        self.expanded = expanded
    }
}
