import Dispatch
import PGCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One try to connect, on a side thread: looking names up, reading files and SCRAM all block.
final class ConnectAttempt: Sendable {
    /// Carries a connection from the thread that made it to the loop that adopts it.
    final class Connected: @unchecked Sendable {
        // Protected by its use: written before it is handed over, taken once after.
        private var handle: ConnectionHandle?

        init(_ handle: consuming ConnectionHandle) {
            self.handle = consume handle
        }

        func take() -> ConnectionHandle? {
            handle.take()
        }
    }

    typealias Outcome = Result<Connected, PGError>

    private enum State {
        case connecting(CheckedContinuation<Outcome, Never>?)
        case over
    }

    private let state = Mutex(State.connecting(nil))

    /// Connects, within the time configured and the task's deadline.
    ///
    /// Cancelling the task ends the wait at once; the side thread notices and drops the socket.
    ///
    /// - Throws: `PGError.Code.connectionFailed`, `PGError.Code.deadlineExceeded` or
    ///   `PGError.Code.cancelled`.
    static func connect(
        _ parameters: ConnectionParameters, by deadline: ContinuousClock.Instant
    ) async throws(PGError) -> Connected {
        let attempt = ConnectAttempt()
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard attempt.begin(continuation) else { return }
                DispatchQueue.global().async { attempt.run(parameters, by: deadline) }
            }
        } onCancel: {
            attempt.finish(.failure(.taskCancelled.executed(.notSent)))
        }.get()
    }

    /// Keeps the continuation, unless the task was cancelled before it got here.
    private func begin(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
        let mayStart = state.withLock { state in
            guard case .connecting = state else { return false }
            state = .connecting(continuation)
            return true
        }
        if !mayStart { continuation.resume(returning: .failure(.taskCancelled.executed(.notSent))) }
        return mayStart
    }

    private func finish(_ outcome: Outcome) {
        let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            guard case .connecting(let continuation) = state else { return nil }
            state = .over
            return continuation
        }
        continuation?.resume(returning: outcome)
    }

    private var isOver: Bool {
        state.withLock { if case .over = $0 { true } else { false } }
    }

    private func run(_ parameters: ConnectionParameters, by deadline: ContinuousClock.Instant) {
        do throws(PGError) {
            let handle = try ConnectionHandle(starting: parameters.keywords)
            try waitUntilConnected(handle, by: deadline)
            guard handle.prepareForPipelining() else {
                throw PGError(.connectionFailed, handle.errorMessage)
            }
            finish(.success(Connected(handle)))
        } catch {
            finish(.failure(error))
        }
    }

    private func waitUntilConnected(
        _ handle: borrowing ConnectionHandle, by deadline: ContinuousClock.Instant
    ) throws(PGError) {
        // libpq: before the first step, act as if it had asked for writability.
        var progress = ConnectionHandle.ConnectProgress.wantsWrite
        guard !handle.isBad else { throw PGError(.connectionFailed, handle.errorMessage) }
        while !isOver {
            switch progress {
            case .connected: return
            case .failed: throw PGError(.connectionFailed, handle.errorMessage)
            case .wantsRead, .wantsWrite: break
            }
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else {
                throw PGError(.connectionFailed, "the server did not answer in time").executed(
                    .notSent)
            }
            // Short slices, so that an attempt nobody waits for any more ends soon.
            let slice = min(remaining, .milliseconds(50))
            let isReady = waitForSocket(
                handle.socket, writing: progress == .wantsWrite,
                milliseconds: Int32(slice / .milliseconds(1)) + 1)
            if isReady { progress = handle.continueConnecting() }
        }
    }

    private func waitForSocket(_ socket: Int32, writing: Bool, milliseconds: Int32) -> Bool {
        var descriptor = pollfd(
            fd: socket, events: Int16(writing ? POLLOUT : POLLIN), revents: 0)
        return unsafe poll(&descriptor, 1, milliseconds) > 0
    }
}
