/// Why the demo cannot start.
struct DemoError: Error, CustomStringConvertible, Equatable {
    let message: String
    let hint: String

    init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    var description: String { "\(message)\nhint: \(hint)" }
}
