import PGCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One try to connect to one address, on a side thread: reading files and SCRAM block.
struct ConnectAttempt: Sendable {
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

    private let race: Race<Connected>
    private let authentication: AuthenticationGuard?
    private let deadline: ContinuousClock.Instant

    /// Connects.
    ///
    /// Cancelling the task ends the wait at once; the side thread notices and drops the socket.
    ///
    /// - Throws: `PGError.Code.connectionFailed` or `PGError.Code.cancelled`.
    static func connect(
        _ keywords: [String: String], checking authentication: AuthenticationGuard?,
        by deadline: ContinuousClock.Instant
    ) async throws(PGError) -> Connected {
        let race = Race<Connected>()
        let attempt = ConnectAttempt(
            race: race, authentication: authentication, deadline: deadline)
        SideThreads.run { attempt.run(keywords) }
        return try await race.value(
            by: deadline, orThrow: PGError(.connectionFailed, "the server did not answer in time"))
    }

    private func run(_ keywords: [String: String]) {
        guard !race.isOver else { return }
        do throws(PGError) {
            let handle = try ConnectionHandle(starting: keywords)
            var authentication = authentication
            try waitUntilConnected(handle, &authentication)
            try authentication?.inspectMade(handle)
            guard handle.prepareForPipelining() else { throw Self.failure(handle) }
            race.finish(.success(Connected(handle)))
        } catch {
            race.finish(.failure(error))
        }
    }

    private func waitUntilConnected(
        _ handle: borrowing ConnectionHandle, _ authentication: inout AuthenticationGuard?
    ) throws(PGError) {
        // libpq: before the first step, act as if it had asked for writability.
        var progress = ConnectionHandle.ConnectProgress.wantsWrite
        guard !handle.isBad else { throw Self.failure(handle) }
        while !race.isOver {
            switch progress {
            case .connected: return
            case .failed: throw Self.failure(handle)
            case .wantsRead, .wantsWrite: break
            }
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else { break }
            // Short slices, so that an attempt nobody waits for any more ends soon.
            let isReady = SocketWait.wait(
                handle.socket, writing: progress == .wantsWrite,
                atMost: min(remaining, .milliseconds(50)))
            guard isReady else { continue }
            if try authentication?.inspect(handle) == .wait {
                // Part of a message is there, which would make the next wait end at once.
                usleep(1_000)
                continue
            }
            progress = handle.continueConnecting()
        }
        throw PGError(.connectionFailed, "the server did not answer in time")
    }

    /// libpq's words; with the server's report where it was the server that refused.
    private static func failure(_ handle: borrowing ConnectionHandle) -> PGError {
        ConnectionRefusal(handle.errorMessage).error
    }
}
