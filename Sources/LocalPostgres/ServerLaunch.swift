import Foundation

/// Runs the server program on a cluster that is complete, and waits until it is ready.
struct ServerLaunch: Sendable {
    let directory: ClusterDirectory
    let installation: PostgresInstallation
    let account: ServerAccount
    let socketDirectory: String
    let port: Int
    let configuration: LocalPostgres.Configuration
    let patience: Patience

    var isDurable: Bool { configuration.mode != .throwaway }

    func run() throws(LocalPostgresError) -> LocalPostgres {
        try server(start())
    }

    /// Starts the server's programs, for the first time or again.
    func start() throws(LocalPostgresError) -> RunningServer {
        let log = try ServerLog(directory)
        let before = try PostmasterFile.read(dataDirectory: directory.data)
        let watchdog = try Watchdog.start(
            directory, signal: isDurable ? .fast : .immediate,
            removing: isDurable ? [] : [directory.path])
        let child: ChildProcess
        do {
            child = try ChildProcess.spawn(
                account.command(ServerCommand.arguments(self)), output: log.descriptor)
        } catch {
            watchdog.dismiss()
            throw error
        }
        do {
            let file = try waitUntilReady(child, log: log, notCounting: before)
            watchdog.watch(file.processID)
            return RunningServer(
                launch: self, child: child, processID: file.processID, watchdog: watchdog)
        } catch {
            giveUp(child)
            watchdog.dismiss()
            throw error
        }
    }

    static func password(of directory: ClusterDirectory) throws(LocalPostgresError) -> String {
        guard let text = try System.readText(directory.password) else {
            throw LocalPostgresError(
                .directoryUnusable, "The password file \(directory.password) is missing.",
                hint: "Ask for the socket only, or start with a new directory.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func server(_ running: RunningServer) throws(LocalPostgresError) -> LocalPostgres {
        var password: String?
        if configuration.listen != .socketOnly {
            password = try Self.password(of: directory)
        }
        return LocalPostgres(
            directory: directory.path, installation: installation,
            endpoint: Endpoint(socketDirectory: socketDirectory, port: port, password: password),
            running: running, stopTimeout: configuration.stopTimeout)
    }

    private func waitUntilReady(
        _ child: ChildProcess, log: borrowing ServerLog, notCounting before: PostmasterFile?
    ) throws(LocalPostgresError) -> PostmasterFile {
        while true {
            if child.exit() != nil {
                throw LocalPostgresError(
                    .startFailed, "The server on \(directory.path) exited while it was starting.",
                    serverLog: log.tail())
            }
            let file = try PostmasterFile.read(dataDirectory: directory.data)
            if let file, file.isReady, file != before { return file }
            try patience.wait(
                orThrow: LocalPostgresError(
                    .timedOut, "The server on \(directory.path) was not ready in time.",
                    hint: "It may be recovering from a crash: allow a longer start timeout.",
                    serverLog: log.tail()))
        }
    }

    /// Interrupts the start: a server that is still recovering also obeys an immediate shutdown.
    private func giveUp(_ child: ChildProcess) {
        let file = try? PostmasterFile.read(dataDirectory: directory.data)
        for signal in [StopSignal.immediate, .kill] {
            if child.exit() != nil { return }
            if let file { ChildProcess(processID: file.processID).signal(signal.number) }
            child.signal(signal.number)
            if child.exit(within: .seconds(5)) != nil { return }
        }
    }
}
