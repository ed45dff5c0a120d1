import Hummingbird
import Synchronization

/// Lets so many in at once, keeps so many waiting, and turns away the rest.
final class RequestGate: Sendable {
    private typealias Turn = CheckedContinuation<Bool, Never>

    private struct State {
        var free: Int
        var waiting: [(id: Int, turn: Turn)] = []
        var nextID = 0
    }

    let limits: RequestLimits
    private let state: Mutex<State>

    init(_ limits: RequestLimits) {
        self.limits = limits
        state = Mutex(State(free: limits.concurrency))
    }

    /// How many are inside, and how many wait.
    var load: (running: Int, waiting: Int) {
        state.withLock { (limits.concurrency - $0.free, $0.waiting.count) }
    }

    /// Lets the caller in, at once or when it is its turn; the pass lets the next one in when it is
    /// let go of.
    ///
    /// - Throws: ``APIError/busy`` when too many wait already, or it took too long.
    func enter() async throws -> Pass {
        let isFree = state.withLock { state in
            guard state.free > 0 else { return false }
            state.free -= 1
            return true
        }
        if isFree { return Pass(self) }
        return try await withTimeLimit(limits.queueTime, else: .busy) {
            guard await self.queue() else { throw APIError.busy }
            // Nobody waits for it any more if the time is up: then it lets the next one in.
            return Pass(self)
        }
    }

    /// Waits in the queue; `false` when it is full, or the task was cancelled.
    private func queue() async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { turn in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled || state.waiting.count >= limits.queue { return false }
                    guard state.free == 0 else {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((id, turn))
                    return nil
                }
                if let answer { turn.resume(returning: answer) }
            }
        } onCancel: {
            let turn = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).turn }
            }
            turn?.resume(returning: false)
        }
    }

    fileprivate func leave() {
        let next: Turn? = state.withLock { state in
            guard let next = state.waiting.isEmpty ? nil : state.waiting.removeFirst() else {
                state.free += 1
                return nil
            }
            return next.turn
        }
        next?.resume(returning: true)
    }
}

extension RequestGate {
    /// Runs `work` when there is a place.
    ///
    /// A stream that it answers with keeps the place until its end has been written, or the client has
    /// gone.
    ///
    /// - Parameters:
    ///   - work: What answers.
    ///   - onRefusal: Called when there is no place.
    func admit(
        _ work: () async throws -> Response, onRefusal: () -> Void = {}
    ) async throws -> Response {
        let pass: Pass
        do {
            pass = try await enter()
        } catch {
            onRefusal()
            throw error
        }
        var response = try await work()
        if response.body.contentLength == nil {
            let body = response.body
            response.body = ResponseBody { writer in
                try await body.write(writer)
                withExtendedLifetime(pass) {}
            }
        }
        withExtendedLifetime(pass) {}
        return response
    }

    /// A place inside, which is free again when the last reference to this goes.
    final class Pass: Sendable {
        private let gate: RequestGate

        fileprivate init(_ gate: RequestGate) { self.gate = gate }

        deinit { gate.leave() }
    }
}

extension APIError {
    static let busy = APIError(
        status: .serviceUnavailable, code: "busy",
        message: "there is more to do than can be done at the moment", headers: [.retryAfter: "1"])
}
