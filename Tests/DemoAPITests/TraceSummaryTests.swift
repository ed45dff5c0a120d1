import Testing

@testable import DemoAPI

@Suite("A trace's sums")
struct TraceSummaryTests {
    private func statement(
        at start: Int, queued: Int, wire: Int, decode: Int? = nil, sentAhead: [String] = []
    ) -> TracedStatement {
        TracedStatement(
            sql: "SELECT", sentAhead: sentAhead, parameters: [], rows: 2, error: nil,
            isFirstUse: false, start: .milliseconds(start), queued: .milliseconds(queued),
            wire: .milliseconds(wire), decode: decode.map { .milliseconds($0) })
    }

    @Test("what follows one another adds up, and the rest is the handler's own")
    func inTurn() {
        let summary = TraceSummary(
            statements: [
                statement(at: 1, queued: 2, wire: 10, decode: 3, sentAhead: ["BEGIN"]),
                statement(at: 20, queued: 0, wire: 5),
            ],
            total: .milliseconds(40), acquired: .milliseconds(4), encoded: .milliseconds(6))
        #expect(summary.queue == .milliseconds(6))
        #expect(summary.wire == .milliseconds(15))
        #expect(summary.decode == .milliseconds(3))
        #expect(summary.other == .milliseconds(10))
        #expect(summary.roundTrips == 2)
        #expect(summary.statementCount == 3)
        #expect(summary.rows == 4)
    }

    @Test("what is under way at once counts once, whichever ends first")
    func overlapping() {
        let summary = TraceSummary(
            statements: [
                statement(at: 5, queued: 0, wire: 10), statement(at: 0, queued: 1, wire: 20),
                statement(at: 15, queued: 0, wire: 10),
            ],
            total: .milliseconds(30), acquired: .zero, encoded: nil)
        // From 1 to 25.
        #expect(summary.wire == .milliseconds(24))
        #expect(summary.roundTrips == 1)
        #expect(summary.other == .milliseconds(5))
    }

    @Test("parts that overlap each other leave nothing over, and no less")
    func more() {
        let summary = TraceSummary(
            statements: [statement(at: 0, queued: 0, wire: 10, decode: 10)],
            total: .milliseconds(15), acquired: .zero, encoded: nil)
        #expect(summary.other == .zero)
    }
}
