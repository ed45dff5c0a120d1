import Testing

@testable import Migrations

@Suite("Migrations that stopped half-way")
struct ResumptionTests {
    static let text = "-- strata: no-transaction\nselect 1; select 2; select 3;"

    private func half(_ state: LedgerEntry.State, done: Int) throws -> LedgerEntry {
        var entry = applied(migration(1, up: Self.text, down: Self.text))
        entry.state = state
        entry.statementsDone = done
        entry.partialChecksum = try MigrationScript(text: Self.text).checksum(ofFirst: done)
        return entry
    }

    @Test func `up goes on after the last statement that ran`() throws {
        let plan = try MigrationPlan.up(
            [migration(1, up: Self.text)], ledger: [half(.applying, done: 2)])

        #expect(plan.steps.map(\.resumesAfter) == [2])
        #expect(plan.sql.hasSuffix("(no transaction)\nselect 3;\n"))
    }

    @Test func `what has not run yet may be corrected`() throws {
        let corrected = Self.text.replacing("select 3", with: "select 4")

        let plan = try MigrationPlan.up(
            [migration(1, up: corrected)], ledger: [half(.applying, done: 2)])

        #expect(plan.steps.map(\.resumesAfter) == [2])
    }

    @Test func `what has run must not change`() {
        let corrected = Self.text.replacing("select 2", with: "select 4")

        let error = #expect(throws: MigrationError.self) {
            try MigrationPlan.up(
                [migration(1, up: corrected)], ledger: [half(.applying, done: 2)])
        }

        #expect(error?.code == .edited)
    }

    @Test func `a half reverted one is not applied, and the reverse`() {
        let file = migration(1, up: Self.text, down: Self.text)

        let up = #expect(throws: MigrationError.self) {
            try MigrationPlan.up([file], ledger: [half(.reverting, done: 1)])
        }
        let down = #expect(throws: MigrationError.self) {
            try MigrationPlan.down([file], ledger: [half(.applying, done: 1)])
        }

        #expect(up?.code == .halfDone)
        #expect(down?.code == .halfDone)
    }

    @Test func `down goes on as well`() throws {
        let plan = try MigrationPlan.down(
            [migration(1, up: Self.text, down: Self.text)], ledger: [half(.reverting, done: 1)])

        #expect(plan.steps.map(\.resumesAfter) == [1])
    }
}
