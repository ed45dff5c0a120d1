/// A kind of work at a number of connections, who does it, and what Strata should reach.
struct Workload {
    let name: String
    let connections: Int
    let title: String
    let subjects: [Subject]
    let targets: [Target]
    /// How long a run is at least: several operations have to fit in.
    var leastSeconds = 0.0

    /// A bound on Strata's throughput, or on its time on a processor, relative to somebody's.
    struct Target {
        enum Measure { case throughput, cpu }

        /// Who it is compared with.
        enum Rival {
            case bestC, asyncpg, sqlalchemy, strata, strataOther

            var title: String {
                switch self {
                case .bestC: "C"
                case .asyncpg: "asyncpg"
                case .sqlalchemy: "SQLAlchemy"
                case .strata: "strata"
                case .strataOther: "the other way"
                }
            }
        }

        let measure: Measure
        let subject: Subject
        let rival: Rival
        let bound: Double

        static func atLeast(
            _ bound: Double, of rival: Rival, by subject: Subject = .strata
        ) -> Target {
            Target(measure: .throughput, subject: subject, rival: rival, bound: bound)
        }

        static func cpuAtMost(_ bound: Double, of rival: Rival) -> Target {
            Target(measure: .cpu, subject: .strata, rival: rival, bound: bound)
        }
    }

    private static let peers: [Subject] = [.asyncpg, .psycopg]
    private static let queriers: [Subject] =
        [.strata, .strataGlobal, .cBlocking, .cEvents] + peers

    static let all = small + large + many + bulk + entities

    /// Adds the query builder, which reads the same rows, where the client has such a workload.
    private func addingBuilder() -> Workload {
        guard ["primary-key", "rows", "structs"].contains(name) else { return self }
        return Workload(
            name: name, connections: connections, title: title,
            subjects: subjects + [.strataQuery],
            targets: targets + [.atLeast(0.95, of: .strata, by: .strataQuery)])
    }

    private static let small = [
        ("select-int", "select $1::int, prepared"), ("primary-key", "lookup by primary key"),
        ("one-plus-one", "select 1 + 1"),
    ].flatMap { name, title in
        [
            Workload(
                name: name, connections: 1, title: title, subjects: queriers + [.strataOwn],
                targets: [
                    .atLeast(0.9, of: .bestC), .atLeast(1.35, of: .asyncpg),
                    .atLeast(0.85, of: .bestC, by: .strataOwn),
                ]),
            Workload(
                name: name, connections: 10, title: title, subjects: queriers,
                targets: [
                    .atLeast(0.9, of: .bestC), .atLeast(2.2, of: .asyncpg),
                    .cpuAtMost(1.6, of: .bestC), .atLeast(1.3, of: .asyncpg, by: .strataGlobal),
                ]),
        ]
    }.map { $0.addingBuilder() }

    private static let large =
        [
            ("pg_type", "pg_type, 12 columns", 1.75), ("series", "1,000 rows of an integer", 2.3),
            ("bytea", "100 rows of 1 KB", 1.9), ("arrays", "100 rows of 100 integers", 1.5),
            ("rows", "1,000 rows of 4 columns", nil),
        ].flatMap { (name: String, title: String, rival: Double?) in
            [
                Workload(
                    name: name, connections: 1, title: title, subjects: queriers,
                    targets: [.atLeast(1, of: .asyncpg)]),
                Workload(
                    name: name, connections: 10, title: title, subjects: queriers,
                    targets: [.atLeast(0.9, of: .bestC), .cpuAtMost(1.5, of: .bestC)]
                        + (rival.map { [.atLeast($0, of: .asyncpg)] } ?? [])),
            ]
        }.map { $0.addingBuilder() }
        + [1, 10].map { connections in
            Workload(
                name: "structs", connections: connections, title: "1,000 structs of 4 properties",
                subjects: [.strata], targets: []
            ).addingBuilder()
        }

    private static let many = [
        Workload(
            name: "shared-100", connections: 1,
            title: "100 tasks on one connection (the peers: on ten)",
            subjects: [.strata, .strataGlobal, .cPipeline] + peers,
            targets: [.atLeast(4, of: .asyncpg)]),
        Workload(
            name: "pool-1000", connections: 10, title: "1,000 tasks on a pool",
            subjects: [.strata, .strataGlobal] + peers, targets: [.atLeast(5, of: .asyncpg)]),
    ]

    private static let bulk =
        [("copy-in", "COPY of 10,000 rows"), ("batch", "1,000 inserts at once")].flatMap {
            name, title in
            [(1, 1.2), (10, 1.05)].map { connections, rival in
                Workload(
                    name: name, connections: connections, title: title,
                    subjects: [.strata, .cBlocking] + peers,
                    targets: [.atLeast(0.95, of: .bestC), .atLeast(rival, of: .asyncpg)])
            }
        } + [
            Workload(
                name: "stream", connections: 1, title: "a million rows streamed (other: at once)",
                subjects: [.strata, .strataOther] + peers,
                targets: [.atLeast(0.9, of: .strataOther)], leastSeconds: 2),
            Workload(
                name: "json", connections: 1,
                title: "1,000 rows as JSON bytes (other: structs and JSONEncoder)",
                subjects: [.strata, .strataOther], targets: [.atLeast(3, of: .strataOther)]),
        ]

    private static let entities =
        [
            Workload(
                name: "orm-load", connections: 1,
                title: "10,000 entities loaded (other: tuples without a session)",
                subjects: [.strata, .strataOther, .sqlalchemy],
                targets: [.atLeast(8, of: .sqlalchemy), .cpuAtMost(2, of: .strataOther)]),
            Workload(
                name: "orm-bulk", connections: 1,
                title: "10,000 rows inserted that nobody tracks (other: from arrays)",
                subjects: [.strata, .strataOther, .sqlalchemy],
                targets: [.atLeast(8, of: .sqlalchemy), .cpuAtMost(1, of: .strataOther)]),
        ]
        + [
            ("orm-insert", "10,000 entities inserted and committed", 8),
            ("orm-update", "1,000 entities changed and committed", 4),
            ("orm-get", "an entity by its key, in a session of its own", 5),
            ("orm-known", "1,000 entities by their keys, known to the session", 100),
        ].map { name, title, bound in
            Workload(
                name: name, connections: 1, title: title, subjects: [.strata, .sqlalchemy],
                targets: [.atLeast(bound, of: .sqlalchemy)])
        }
}
