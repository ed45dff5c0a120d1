/// A place in a script.
public struct SourcePosition: Sendable, Hashable {
    /// The distance from the start in bytes of UTF-8.
    public let utf8Offset: Int
    /// The line, counted from 1.
    public let line: Int
    /// The character in the line, counted from 1 in Unicode scalars, as the server counts.
    public let column: Int

    /// Makes a position.
    public init(utf8Offset: Int, line: Int, column: Int) {
        self.utf8Offset = utf8Offset
        self.line = line
        self.column = column
    }

    /// The start of a script.
    public static let start = SourcePosition(utf8Offset: 0, line: 1, column: 1)
}

extension SourcePosition: CustomStringConvertible {
    /// `line:column`.
    public var description: String { "\(line):\(column)" }
}
