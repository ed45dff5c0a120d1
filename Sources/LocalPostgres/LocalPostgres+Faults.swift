#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What happens to servers, for tests of what their clients make of it.
extension LocalPostgres {
    /// Starts a hot standby that follows `primary`, from a copy made by `pg_basebackup`.
    ///
    /// - Throws: As ``start(_:)`` does.
    package static func startStandby(
        of primary: LocalPostgres, _ configuration: Configuration = .throwaway
    ) async throws(LocalPostgresError) -> LocalPostgres {
        let patience = Patience(configuration.startTimeout)
        return try await BlockingWork.run { () throws(LocalPostgresError) in
            try ServerStart(configuration, following: primary, patience: patience).run()
        }
    }

    /// Kills the server with all its sessions, as a crash would; the data stays for ``restart()``.
    ///
    /// - Throws: Nothing when the server has ended already.
    package func kill() async throws(LocalPostgresError) {
        try await BlockingWork.run { () throws(LocalPostgresError) in
            self.withRunning { $0?.kill() }
        }
    }

    /// Starts the server again where it was, after a kill or instead of one.
    ///
    /// - Throws: ``LocalPostgresError`` as ``start(_:)`` does.
    package func restart() async throws(LocalPostgresError) {
        try await BlockingWork.run { () throws(LocalPostgresError) in
            try self.replaceRunning { (running) throws(LocalPostgresError) in
                try running.restarted()
            }
        }
    }

    /// Stops the server's main process in its tracks: new connections are accepted by the system
    /// and never answered.
    package func pause() {
        withRunning { $0.map { ChildProcess(processID: $0.processID).signal(SIGSTOP) } }
    }

    /// Lets a paused server go on.
    package func resume() {
        withRunning { $0.map { ChildProcess(processID: $0.processID).signal(SIGCONT) } }
    }
}
