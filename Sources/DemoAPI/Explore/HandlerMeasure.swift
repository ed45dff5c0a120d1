/// What the source of a tier's handlers shows by counting.
struct HandlerMeasure: Sendable {
    private let sources: [HandlerSource]

    init(_ tier: Tier) {
        let prefix = tier.controller + "."
        let shared = tier == .raw ? Self.conditions : []
        sources = HandlerSource.all
            .filter { $0.key.hasPrefix(prefix) || shared.contains($0.key) }.map(\.value)
    }

    /// The SQL that tier 1 has outside its handlers; the other tiers write it in them.
    private static let conditions = ["UserQuery.condition", "ExpectedVersions.condition"]

    /// The methods that answer requests.
    var methods: Int { sources.filter { $0.text.hasPrefix("func ") }.count }

    var lines: Int { sources.reduce(0) { $0 + $1.lineCount } }

    /// The length of the string literals, which are SQL in these handlers.
    var sqlCharacters: Int { literals.reduce(0) { $0 + $1.count } }

    /// How often a column is named where the compiler does not look.
    var uncheckedNames: Int {
        let columns = ["id", "email", "name", "age", "role", "created_at", "version"]
        return literals.reduce(0) { sum, literal in
            sum + Self.words(literal).filter { columns.contains(String($0)) }.count
        }
    }

    /// How often a word occurs, in words.
    func mentions(_ word: String) -> String {
        let count = sources.reduce(0) { sum, source in
            sum + Self.words(source.text).filter { $0 == word }.count
        }
        switch count {
        case 0: return "nowhere"
        case 1: return "once"
        case 2: return "twice"
        default: return "\(count) times"
        }
    }

    /// The string literals, without what is interpolated.
    private var literals: [String] {
        sources.flatMap { LiteralScanner.literals(in: $0.text) }
    }

    private static func words(_ text: String) -> [Substring] {
        text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
