/// Tells from time to time how far a long piece of work has come.
struct SeedProgress {
    let total: Int
    let report: @Sendable (String) -> Void
    private let start = ContinuousClock.now
    private var done = 0

    private static let step = 100_000

    init(total: Int, report: @escaping @Sendable (String) -> Void) {
        self.total = total
        self.report = report
    }

    /// Counts one.
    mutating func add() {
        done += 1
        if done.isMultiple(of: Self.step), done < total { say("\(done) of \(total)") }
    }

    /// Tells how many of what there were.
    func finish(_ what: String) { say("\(done) \(what)") }

    private func say(_ text: String) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let rate = Int(Double(done) / max(seconds, 0.001))
        report("  \(text) (\(rate) a second)")
    }
}
