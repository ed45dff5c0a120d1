import PGCore
import Synchronization

/// Finds out at run time what the compiler cannot see: a session used twice at once, or after its
/// end.
final class UseGuard: Sendable {
    private struct State {
        var current: Call?
        var isClosed = false
    }

    private struct Call {
        let name: StaticString
        let location: PGError.SourceLocation

        var description: String { "\(name) at \(location)" }
    }

    /// The lock is for callers that broke the rules: two threads may well arrive together.
    private let state = Mutex(State())

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func begin(_ name: StaticString, _ fileID: String, _ line: UInt) throws(PGError) {
        let call = Call(
            name: name, location: PGError.SourceLocation(fileID: fileID, line: line))
        let refusal: PGError? = state.withLock { state in
            if let current = state.current { return concurrentUse(call, during: current) }
            if state.isClosed { return closed(call) }
            state.current = call
            return nil
        }
        if let refusal { throw refusal.at(fileID, line) }
    }

    func end() {
        state.withLock { $0.current = nil }
    }

    /// Refuses every later call, and returns whether the session was open.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    private func closed(_ call: Call) -> PGError {
        PGError(
            .closed, "\(call.description): the session has ended",
            hint: "Use it inside withSession only, or make a new one")
    }

    private func concurrentUse(_ call: Call, during current: Call) -> PGError {
        PGError(
            .concurrentUse, "\(call.description): the session is busy with \(current.description)",
            hint: "A session serves one task at a time; give every task its own")
    }
}
