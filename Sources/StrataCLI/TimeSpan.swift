import ArgumentParser

/// A length of time as it is typed: `500ms`, `5s`, `2m`; a bare number counts seconds.
struct TimeSpan: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        let digits = argument.prefix { ("0"..."9").contains($0) }
        guard digits.count <= 9, let number = Int(digits) else { return nil }
        switch argument.dropFirst(digits.count) {
        case "ms": duration = .milliseconds(number)
        case "", "s": duration = .seconds(number)
        case "m": duration = .seconds(number * 60)
        default: return nil
        }
    }
}
