/// What the command line asks for.
struct Options {
    var limit = ""
    var client = ""
    var resultsPath = "RESULTS.md"
    var rounds = 31
    var countsInstructions = false
    var writes = false
    var checks = false
    var isPinned = false

    static let usage = """
        usage: run.sh [--rounds N] [--instructions] [--pin] [--write] [--check]
          --rounds N      how often each pair is run (31)
          --pin           keep clients and server on one core: steadier, and hardest on Swift
          --instructions  count instructions with valgrind instead of measuring time
          --write         measure both and write RESULTS.md
          --check         fail when a target is missed
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func value() throws -> String {
            guard let value = rest.popFirst() else { throw Failure(Self.usage) }
            return value
        }
        while let option = rest.popFirst() {
            switch option {
            case "--limit": limit = try value()
            case "--client": client = try value()
            case "--results": resultsPath = try value()
            case "--instructions": countsInstructions = true
            case "--write": writes = true
            case "--pin": isPinned = true
            case "--check": checks = true
            case "--rounds":
                guard let number = Int(try value()), number > 0 else {
                    throw Failure(Self.usage)
                }
                rounds = number
            default: throw Failure(Self.usage)
            }
        }
        guard !limit.isEmpty, !client.isEmpty else { throw Failure(Self.usage) }
    }
}
