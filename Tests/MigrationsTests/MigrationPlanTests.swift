import Migrations
import Testing

@Suite("Plans")
struct MigrationPlanTests {
    static let files = [migration(1), migration(2), migration(3)]

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let applied: [Int]
        var target: Int?
        var steps: Int?
        let planned: [Int]
    }

    static let upCases = [
        Case(testDescription: "nothing applied", applied: [], planned: [1, 2, 3]),
        Case(testDescription: "some applied", applied: [1], planned: [2, 3]),
        Case(testDescription: "all applied", applied: [1, 2, 3], planned: []),
        Case(testDescription: "up to a version", applied: [], target: 2, planned: [1, 2]),
        Case(testDescription: "to an applied version", applied: [1, 2], target: 1, planned: []),
        Case(testDescription: "one step", applied: [1], steps: 1, planned: [2]),
        Case(testDescription: "more steps than files", applied: [], steps: 9, planned: [1, 2, 3]),
        Case(testDescription: "no step", applied: [], steps: 0, planned: []),
        Case(testDescription: "both limits", applied: [], target: 3, steps: 2, planned: [1, 2]),
    ]

    @Test(arguments: upCases)
    func `up applies what is pending, oldest first`(example: Case) throws {
        let ledger = Self.files.filter { example.applied.contains($0.version) }.map(applied)

        let plan = try MigrationPlan.up(
            Self.files, ledger: ledger, to: example.target, steps: example.steps)

        #expect(plan.steps.map(\.migration.version) == example.planned)
    }

    static let downCases = [
        Case(testDescription: "one unless told otherwise", applied: [1, 2, 3], planned: [3]),
        Case(testDescription: "nothing applied", applied: [], planned: []),
        Case(testDescription: "two steps", applied: [1, 2, 3], steps: 2, planned: [3, 2]),
        Case(testDescription: "more steps than applied", applied: [1], steps: 5, planned: [1]),
        Case(
            testDescription: "down to a version", applied: [1, 2, 3], target: 1, planned: [3, 2]),
        Case(testDescription: "down to nothing", applied: [1, 2], target: 0, planned: [2, 1]),
        Case(testDescription: "to the newest", applied: [1, 2], target: 2, planned: []),
    ]

    @Test(arguments: downCases)
    func `down reverts what is applied, newest first`(example: Case) throws {
        let ledger = Self.files.filter { example.applied.contains($0.version) }.map(applied)

        let plan = try MigrationPlan.down(
            Self.files, ledger: ledger, to: example.target, steps: example.steps)

        #expect(plan.steps.map(\.migration.version) == example.planned)
        #expect(plan.steps.allSatisfy { $0.file.path.hasSuffix(".down.sql") })
    }

    @Test func `an edited file is refused`() throws {
        let error = try #require(
            throws: MigrationError.self,
            performing: {
                try MigrationPlan.up(
                    [migration(1, up: "select 9")], ledger: [applied(migration(1))])
            })

        #expect(error.code == .edited)
        #expect(error.file == "migrations/1_m.up.sql")
    }

    @Test func `an edited file can be reverted`() throws {
        let plan = try MigrationPlan.down(
            [migration(1, up: "select 9")], ledger: [applied(migration(1))])

        #expect(plan.steps.count == 1)
    }

    @Test func `line ends of Windows are no edit`() throws {
        let unix = migration(1, up: "select 1;\nselect 2;\n")
        let windows = migration(1, up: "\u{FEFF}select 1;\r\nselect 2;\r\n")

        #expect(unix.checksum == windows.checksum)
        #expect(try MigrationPlan.up([windows], ledger: [applied(unix)]).steps.isEmpty)
    }

    @Test(arguments: [true, false])
    func `a missing file is refused both ways`(isUp: Bool) {
        let ledger = [applied(migration(1)), applied(migration(2, "gone"))]

        let error = #expect(throws: MigrationError.self) {
            isUp
                ? try MigrationPlan.up([migration(1)], ledger: ledger)
                : try MigrationPlan.down([migration(1)], ledger: ledger)
        }

        #expect(error?.code == .missingFile)
        #expect(error?.message == "2_gone is applied, and its file is gone")
    }

    @Test func `an older migration is refused unless allowed`() throws {
        let ledger = [applied(migration(1)), applied(migration(3))]

        let error = #expect(throws: MigrationError.self) {
            try MigrationPlan.up(Self.files, ledger: ledger)
        }
        let plan = try MigrationPlan.up(Self.files, ledger: ledger, allowsOutOfOrder: true)

        #expect(error?.code == .outOfOrder)
        #expect(error?.version == 2)
        #expect(plan.steps.map(\.migration.version) == [2])
    }

    @Test func `an unknown target is refused`() {
        let up = #expect(throws: MigrationError.self) {
            try MigrationPlan.up(Self.files, ledger: [], to: 7)
        }
        let down = #expect(throws: MigrationError.self) {
            try MigrationPlan.down(Self.files, ledger: [applied(migration(1))], to: 2)
        }

        #expect(up?.code == .unknownTarget)
        #expect(down?.code == .unknownTarget)
    }

    @Test func `a migration without a way back is refused`() {
        let oneWay = migration(1, down: nil)

        let error = #expect(throws: MigrationError.self) {
            try MigrationPlan.down([oneWay], ledger: [applied(oneWay)])
        }

        #expect(error?.code == .noDownScript)
    }

    @Test(arguments: [
        "begin", "START TRANSACTION", "commit", "end", "rollback", "abort",
        "prepare transaction 'x'",
    ])
    func `a statement that ends the transaction is refused`(sql: String) {
        let error = #expect(throws: MigrationError.self) {
            try MigrationPlan.up([migration(1, up: "select 1;\n\(sql);")], ledger: [])
        }

        #expect(error?.code == .invalidScript)
        #expect(error?.position?.line == 2)
    }

    @Test(arguments: ["rollback to savepoint a", "savepoint a", "prepare p as select 1"])
    func `a statement inside the transaction is not`(sql: String) throws {
        #expect(try MigrationPlan.up([migration(1, up: sql)], ledger: []).steps.count == 1)
    }

    @Test func `without a transaction a file may bring its own, and has to end it`() throws {
        let header = "-- strata: no-transaction\n"

        let plan = try MigrationPlan.up(
            [migration(1, up: header + "begin; select 1; commit;")], ledger: [])
        let error = #expect(throws: MigrationError.self) {
            try MigrationPlan.up([migration(1, up: header + "begin; select 1;")], ledger: [])
        }

        #expect(plan.steps.count == 1)
        #expect(error?.code == .invalidScript)
    }

    @Test func `shows the SQL with the files it comes from`() throws {
        let plan = try MigrationPlan.up(
            [
                migration(1, up: "-- why\nselect 1 ;\nselect 2"),
                migration(2, up: "-- strata: no-transaction\nvacuum"),
            ], ledger: [])

        #expect(
            plan.sql == """
                -- migrations/1_m.up.sql
                select 1;
                select 2;

                -- migrations/2_m.up.sql (no transaction)
                vacuum;

                """)
    }
}
