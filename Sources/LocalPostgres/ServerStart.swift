import Foundation

/// One attempt to have a server: the steps from a configuration to a running `LocalPostgres`.
struct ServerStart: Sendable {
    let configuration: LocalPostgres.Configuration
    let patience: Patience
    let search: InstallationSearch
    /// The server whose copy a throwaway one becomes; `nil` for an empty cluster.
    let primary: LocalPostgres?

    init(
        _ configuration: LocalPostgres.Configuration, following primary: LocalPostgres? = nil,
        patience: Patience
    ) {
        self.configuration = configuration
        self.primary = primary
        self.patience = patience
        search = InstallationSearch(machine: .this, environment: configuration.environment)
    }

    func run() throws(LocalPostgresError) -> LocalPostgres {
        let account = try ServerAccount.current()
        switch configuration.mode {
        case .throwaway:
            let installation = try preferredInstallation()
            try checkRequestedPort()
            let directory = try ClusterDirectory.temporary(
                account: account, environment: search.environment)
            do {
                return try start(directory, installation, account)
            } catch {
                try? System.remove(directory.path)
                throw error
            }
        case .durable(let path):
            let installation = try preferredInstallation()
            let directory = try ClusterDirectory.durable(at: path, account: account)
            let lock = try ClusterLock(directory, patience: patience)
            defer { withExtendedLifetime(lock) {} }
            try directory.requireOurs()
            try ClusterMarker.check(directory)
            if let server = try adopt(directory, installation) { return server }
            try checkRequestedPort()
            let fitting = try directory.fittingInstallation(installation, search: search)
            return try start(directory, fitting, account)
        }
    }

    private var isDurable: Bool { configuration.mode != .throwaway }

    private func preferredInstallation() throws(LocalPostgresError) -> PostgresInstallation {
        if let chosen = configuration.installation ?? primary?.installation { return chosen }
        return try search.first()
    }

    private func checkRequestedPort() throws(LocalPostgresError) {
        guard case .loopback(let port?) = configuration.listen else { return }
        try FreePort.check(port)
    }

    private func start(
        _ directory: ClusterDirectory, _ installation: PostgresInstallation,
        _ account: ServerAccount
    ) throws(LocalPostgresError) -> LocalPostgres {
        try ServerLog.rotate(directory)
        if let primary {
            try directory.copy(primary, account: account, patience: patience)
        } else {
            try directory.initialize(
                installation, account: account, durable: isDurable, patience: patience)
        }
        try directory.writeAccess(configuration, account: account)
        let socket = try SocketDirectory.prepare(directory, account: account)
        while true {
            let launch = ServerLaunch(
                directory: directory, installation: installation, account: account,
                socketDirectory: socket, port: try port(), configuration: configuration,
                patience: patience)
            do {
                return try launch.run()
            } catch {
                guard mayRetry(error) else { throw described(error) }
                try patience.wait(orThrow: error)
            }
        }
    }

    /// The port of the socket's name, and of 127.0.0.1 when the server listens there.
    private func port() throws(LocalPostgresError) -> Int {
        switch configuration.listen {
        case .socketOnly: 5_432
        case .loopback(let port?): port
        case .loopback(nil): try FreePort.any()
        }
    }

    /// The last sessions of a killed server take a moment to notice; and a port that was free may be
    /// taken by now.
    private func mayRetry(_ error: LocalPostgresError) -> Bool {
        guard error.code == .startFailed else { return false }
        let log = error.serverLog.joined(separator: "\n")
        if log.contains("pre-existing shared memory block") { return true }
        return configuration.listen == .loopback(port: nil) && log.contains(Self.addressInUse)
    }

    private static let addressInUse = "Address already in use"

    private func described(_ error: LocalPostgresError) -> LocalPostgresError {
        guard case .loopback(let port?) = configuration.listen, error.code == .startFailed,
            error.serverLog.contains(where: { $0.contains(Self.addressInUse) })
        else { return error }
        return FreePort.taken(port)
    }
}
