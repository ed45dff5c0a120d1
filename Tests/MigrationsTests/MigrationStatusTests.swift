import Migrations
import Testing

@Suite("Status")
struct MigrationStatusTests {
    @Test func `tells every state apart`() {
        var half = applied(migration(5))
        half.state = .applying
        let ledger = [
            applied(migration(1)), applied(migration(2)), applied(migration(4, "gone")), half,
        ]

        let status = MigrationStatus(
            [
                migration(1), migration(2, up: "select 9"), migration(3), migration(5),
                migration(6),
            ], ledger: ledger)

        #expect(status.lines.map(\.version) == [1, 2, 3, 4, 5, 6])
        #expect(
            status.lines.map(\.state) == [
                .applied, .edited, .outOfOrder, .missing, .halfApplied, .pending,
            ])
        #expect(status.hasPending)
        #expect(status.hasConflict)
    }

    @Test func `nothing to do is neither pending nor a conflict`() {
        let status = MigrationStatus([migration(1)], ledger: [applied(migration(1))])

        #expect(!status.hasPending)
        #expect(!status.hasConflict)
    }
}
