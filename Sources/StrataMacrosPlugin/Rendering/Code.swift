/// Lines of Swift with their indentation.
struct Code {
    private(set) var lines: [String] = []
    private var depth: Int

    /// Starts at a depth.
    init(depth: Int = 0) {
        self.depth = depth
    }

    /// All lines.
    var text: String { lines.joined(separator: "\n") }

    /// Adds a line.
    mutating func line(_ text: String) {
        lines.append(text.isEmpty ? "" : String(repeating: "    ", count: depth) + text)
    }

    /// Adds lines.
    mutating func add(_ texts: [String]) {
        for text in texts { line(text) }
    }

    /// Adds lines between `header {` and `}`.
    mutating func block(_ header: String, _ body: (inout Code) -> Void) {
        nested(header + " {", "}", body)
    }

    /// Adds a switch over `index`, whose cases stand as deep as the switch itself.
    mutating func switchOverIndex(_ cases: [String], default fallback: String) {
        line("switch index {")
        add(cases)
        line("default: \(fallback)")
        line("}")
    }

    /// Adds lines, one level deeper, between an opening and a closing line.
    mutating func nested(_ open: String, _ close: String, _ body: (inout Code) -> Void) {
        line(open)
        depth += 1
        body(&self)
        depth -= 1
        line(close)
    }
}
