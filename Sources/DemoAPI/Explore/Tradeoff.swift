/// One line of the table of tradeoffs: what to say of each tier, and what is measured of it.
struct Tradeoff: Sendable {
    struct Cell: Sendable {
        let tier: String
        let name: String
        let words: String
        let measured: String
        /// Which of the page's figures take the place of ``measured`` when there are some.
        let live: String?
    }

    let title: String
    let cells: [Cell]

    private init(
        _ title: String, live: String? = nil, _ words: [Tier: String],
        measured: (HandlerMeasure) -> String
    ) {
        self.title = title
        cells = Tier.allCases.map { tier in
            Cell(
                tier: tier.rawValue, name: tier.name, words: words[tier] ?? "",
                measured: measured(HandlerMeasure(tier)), live: live)
        }
    }
}

extension Tradeoff {
    static let all = [
        Tradeoff(
            "Performance", live: "performance",
            [
                .raw: "Nothing between you and the wire: binary results decoded in place.",
                .query:
                    "The SQL is written once for each shape of query; rows are decoded by position.",
                .orm: "Objects are tracked; a session is a transaction where it needs one.",
            ],
            measured: { _ in "Run an operation or a burst" }),
        Tradeoff(
            "Abstraction",
            [
                .raw: "Statements and rows.",
                .query: "Tables, columns and conditions as Swift values.",
                .orm: "Objects with identity and relations; a session works out what to send.",
            ],
            measured: { "\($0.lines) lines for \($0.methods) handlers" }),
        Tradeoff(
            "Type safety",
            [
                .raw: "Values are bound, never pasted. Names and types are checked when it runs.",
                .query:
                    "Names, types, NULLs and the shape of the result are checked by the compiler.",
                .orm: "As the query builder; and an object cannot leave its session.",
            ],
            measured: {
                $0.uncheckedNames == 0
                    ? "No column name unchecked by the compiler"
                    : "\($0.uncheckedNames) column names that only the server checks"
            }),
        Tradeoff(
            "Raw SQL",
            [
                .raw: "All of it, and all of Postgres with it.",
                .query: "Where you want it: a piece of SQL fits anywhere in a query.",
                .orm: "Beside it: any statement runs in the session’s transaction.",
            ],
            measured: { "\($0.sqlCharacters) characters of SQL by hand" }),
        Tradeoff(
            "Maintainability",
            [
                .raw: "A new column is found by searching for the others.",
                .query: "A renamed column breaks the build where it is used.",
                .orm: "Handlers say what changes; how it is stored is in the entity.",
            ],
            measured: { "The column “age” is named \($0.mentions("age")) in the handlers" }),
    ]
}
