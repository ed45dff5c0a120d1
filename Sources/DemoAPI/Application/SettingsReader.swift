import Configuration

/// Reads settings of various kinds, and names those that are wrong.
struct SettingsReader {
    private let reader: ConfigReader

    init(_ reader: ConfigReader) { self.reader = reader }

    func text(_ name: SettingName) -> String? {
        reader.string(forKey: ConfigKey(name.key), isSecret: name == .databaseURL)
    }

    func number(_ name: SettingName, in range: ClosedRange<Int>) throws(DemoError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw DemoError(
                "\(name.rawValue) is \(text)",
                hint: "Give a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func seconds(_ name: SettingName) throws(DemoError) -> Duration? {
        guard let text = text(name) else { return nil }
        guard let seconds = Double(text), (0...86_400).contains(seconds) else {
            throw DemoError("\(name.rawValue) is \(text)", hint: "Give seconds, from 0 to 86400")
        }
        return .seconds(seconds)
    }

    func word<Word: RawRepresentable<String>>(
        _ name: SettingName, of words: [Word]
    ) throws(DemoError) -> Word? {
        guard let text = text(name) else { return nil }
        guard let word = words.first(where: { $0.rawValue == text }) else {
            let names = words.map(\.rawValue).joined(separator: ", ")
            throw DemoError("\(name.rawValue) is \(text)", hint: "Give one of \(names)")
        }
        return word
    }
}
