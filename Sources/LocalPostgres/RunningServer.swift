import Foundation

/// The server this process started, and everything to clear up after it.
struct RunningServer: Sendable {
    let directory: ClusterDirectory
    let socketDirectory: String
    let isDurable: Bool
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
                hint: "Look at \(directory.log), or stop the process by hand.")
        }
        watchdog.dismiss()
        try clearUp()
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
            if child.exit(within: duration) != nil { return true }
        }
        return false
    }

    private func clearUp() throws(LocalPostgresError) {
        guard isDurable else { return try System.remove(directory.path) }
        // Another process may start a server here by now; only what was this server's goes.
        try SocketDirectory.remove(socketDirectory)
    }
}
