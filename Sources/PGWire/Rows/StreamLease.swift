import Synchronization

/// What an iteration holds: the connection, to be given back exactly once, and the request.
final class StreamLease: Sendable {
    private struct State {
        var request: UInt64?
        var giveBack: (@Sendable () async -> Void)?
    }

    private let state: Mutex<State>

    init(_ giveBack: @escaping @Sendable () async -> Void) {
        state = Mutex(State(giveBack: giveBack))
    }

    var request: UInt64? {
        state.withLock { $0.request }
    }

    func started(_ id: UInt64) {
        state.withLock { $0.request = id }
    }

    private func takeGiveBack() -> (@Sendable () async -> Void)? {
        state.withLock { state in
            defer { state.giveBack = nil }
            return state.giveBack
        }
    }

    /// Gives the connection back after the statement ended.
    func finish() async {
        await takeGiveBack()?()
    }

    /// Stops the statement and gives the connection back, without anybody waiting for it.
    func end(_ stop: @escaping @Sendable (_ request: UInt64) async -> Void) {
        guard let giveBack = takeGiveBack() else { return }
        let id = request
        Task {
            if let id { await stop(id) }
            await giveBack()
        }
    }
}
