import Foundation

/// The server this process started, and everything to clear up after it.
struct RunningServer: Sendable {
    let launch: ServerLaunch
    let child: ChildProcess
    let processID: Int32
    let watchdog: Watchdog

    /// Leaves the rest to the watchdog.
    ///
    /// Only its parent can wait for a process, and the watchdog sees a server that has ended as a
    /// living one until somebody does; so a thread stays behind for that.
    func release() {
        watchdog.release()
        let children = (child, watchdog.process)
        Thread.detachNewThread {
            _ = children.0.exit(within: .seconds(90))
            _ = children.1.exit(within: .seconds(30))
        }
    }

    func stop(timeout: Duration) throws(LocalPostgresError) {
        guard end(timeout: timeout) else {
            release()
            throw LocalPostgresError(
                .stopFailed, "The server with process \(processID) did not stop.",
                hint: "Look at \(launch.directory.log), or stop the process by hand.")
        }
        watchdog.dismiss()
        try clearUp()
    }

    /// Ends the server at once, as a crash would; its data stays.
    func kill() {
        ChildProcess(processID: processID).signal(SIGKILL)
        _ = child.exit(within: .seconds(5))
    }

    /// Starts the server again where it was, having ended it.
    func restarted() throws(LocalPostgresError) -> RunningServer {
        kill()
        watchdog.dismiss()
        let again = ServerLaunch(
            directory: launch.directory, installation: launch.installation,
            account: launch.account, socketDirectory: launch.socketDirectory, port: launch.port,
            configuration: launch.configuration,
            patience: Patience(launch.configuration.startTimeout))
        while true {
            do throws(LocalPostgresError) {
                return try again.start()
            } catch {
                // The last sessions of a killed server take a moment to notice.
                let log = error.serverLog.joined(separator: "\n")
                guard log.contains("pre-existing shared memory block") else { throw error }
                try again.patience.wait(orThrow: error)
            }
        }
    }

    /// Ends the server with ever less patience.
    ///
    /// The child is ours and not waited for before it has
    /// ended, so its process id cannot belong to anybody else.
    private func end(timeout: Duration) -> Bool {
        let steps: [(StopSignal, Duration)] = [
            (.fast, timeout), (.immediate, .seconds(5)), (.kill, .seconds(5)),
        ]
        for (signal, duration) in steps {
            if child.exit() != nil { return true }
            ChildProcess(processID: processID).signal(signal.number)
            // A paused server does not hear the others.
            ChildProcess(processID: processID).signal(SIGCONT)
            if child.exit(within: duration) != nil { return true }
        }
        return false
    }

    private func clearUp() throws(LocalPostgresError) {
        guard launch.isDurable else { return try System.remove(launch.directory.path) }
        // Another process may start a server here by now; only what was this server's goes.
        try SocketDirectory.remove(launch.socketDirectory)
    }
}
