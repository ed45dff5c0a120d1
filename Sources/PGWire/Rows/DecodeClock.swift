import Synchronization

/// Measures how long somebody takes to read a result's values, for observers that want to know.
///
/// It tells when the rows are freed.
final class DecodeClock: Sendable {
    private struct State {
        var first: ContinuousClock.Instant?
        var last: ContinuousClock.Instant?
        var valueCount = 0
    }

    private let state = Mutex(State())
    private let report: @Sendable (_ duration: Duration, _ valueCount: Int) -> Void

    init(_ report: @escaping @Sendable (_ duration: Duration, _ valueCount: Int) -> Void) {
        self.report = report
    }

    deinit {
        let state = state.withLock { $0 }
        guard let first = state.first, let last = state.last else { return }
        report(first.duration(to: last), state.valueCount)
    }

    /// A value is read.
    func tick() {
        let now = ContinuousClock.now
        state.withLock { state in
            if state.first == nil { state.first = now }
            state.last = now
            state.valueCount += 1
        }
    }
}
