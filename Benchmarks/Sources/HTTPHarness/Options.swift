import Support

/// What the command line asks for.
struct Options {
    var demo = ""
    var python = ""
    var rounds = 5
    var seconds = 5
    var writes = false
    var checks = false

    static let usage = """
        usage: run-http.sh [--rounds N] [--seconds S] [--write] [--check]
          --rounds N   how often each server is run (5)
          --seconds S  how long each run is measured, in whole seconds (5)
          --write      write results/http.json, results/http.svg and the table in README.md
          --check      fail when a target is missed
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func value() throws -> String {
            guard let value = rest.popFirst() else { throw Failure(Self.usage) }
            return value
        }
        func number() throws -> Int {
            guard let number = Int(try value()), number > 0 else { throw Failure(Self.usage) }
            return number
        }
        while let option = rest.popFirst() {
            switch option {
            case "--demo": demo = try value()
            case "--python": python = try value()
            case "--rounds": rounds = try number()
            case "--seconds": seconds = try number()
            case "--write": writes = true
            case "--check": checks = true
            default: throw Failure(Self.usage)
            }
        }
        guard !demo.isEmpty, !python.isEmpty else { throw Failure(Self.usage) }
    }
}
