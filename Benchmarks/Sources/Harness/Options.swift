import Support

/// What the command line asks for.
struct Options {
    var limit = ""
    var client = ""
    var python: String?
    var peers = ""
    var setup = ""
    var rounds = 7
    var seconds = 0.5
    var only: [String] = []
    var countsInstructions = false
    var writes = false
    var checks = false
    var isPinned = false

    static let usage = """
        usage: run.sh [--rounds N] [--seconds S] [--only NAME,…] [--no-python] [--instructions]
                      [--pin] [--write] [--check]
          --rounds N      how often each subject is run (7)
          --seconds S     how long each run is measured (0.5)
          --only NAME,…   only these workloads; NAME or NAME@CONNECTIONS
          --no-python     leave asyncpg, psycopg and SQLAlchemy out
          --instructions  count instructions with valgrind instead of measuring time
          --pin           keep clients and server on one core: steadier, and hardest on Swift
          --write         measure both and write RESULTS.md and results/
          --check         fail when a target is missed
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        func value() throws -> String {
            guard let value = rest.popFirst() else { throw Failure(Self.usage) }
            return value
        }
        func number<Number: LosslessStringConvertible & Comparable & Numeric>() throws -> Number {
            guard let number = Number(try value()), number > 0 else { throw Failure(Self.usage) }
            return number
        }
        while let option = rest.popFirst() {
            switch option {
            case "--limit": limit = try value()
            case "--client": client = try value()
            case "--python": python = try value()
            case "--peers": peers = try value()
            case "--setup": setup = try value()
            case "--only": only = try value().split(separator: ",").map(String.init)
            case "--no-python": python = nil
            case "--instructions": countsInstructions = true
            case "--write": writes = true
            case "--pin": isPinned = true
            case "--check": checks = true
            case "--rounds": rounds = try number()
            case "--seconds": seconds = try number()
            default: throw Failure(Self.usage)
            }
        }
        guard !limit.isEmpty, !client.isEmpty else { throw Failure(Self.usage) }
    }

    /// The workloads asked for, with the subjects that can be run.
    func workloads() throws -> [Workload] {
        let chosen = Workload.all.filter { workload in
            only.isEmpty || only.contains(workload.name)
                || only.contains("\(workload.name)@\(workload.connections)")
        }
        guard !chosen.isEmpty else {
            let names = Set(Workload.all.map(\.name)).sorted().joined(separator: ", ")
            throw Failure("there is no such workload; there are: \(names)")
        }
        guard python == nil else { return chosen }
        return chosen.map { workload in
            Workload(
                name: workload.name, connections: workload.connections, title: workload.title,
                subjects: workload.subjects.filter { !$0.isPython },
                targets: workload.targets, leastSeconds: workload.leastSeconds)
        }
    }
}
