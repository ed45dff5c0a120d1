/// The text of a handler as it is compiled, for the page that shows the code that it runs.
struct HandlerSource: Sendable, Encodable, Equatable {
    /// Where it is, from the top of the repository.
    let file: String
    /// The number of its first line.
    let line: Int
    let text: String

    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count }
}
