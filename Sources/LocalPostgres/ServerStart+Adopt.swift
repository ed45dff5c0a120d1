import Foundation

extension ServerStart {
    /// The server that already runs on the directory; nil when none does.
    ///
    /// A pid file whose process is something else is removed: Postgres itself only looks whether the
    /// process exists, and would refuse to start for as long as it does. Postgres still refuses when
    /// sessions of the earlier server are alive, because it finds their shared memory.
    func adopt(
        _ directory: ClusterDirectory, _ installation: PostgresInstallation
    ) throws(LocalPostgresError) -> LocalPostgres? {
        while let file = try PostmasterFile.read(dataDirectory: directory.data) {
            guard file.isServing(directory.data) else {
                try System.remove(directory.data + "/postmaster.pid")
                return nil
            }
            if file.isReady { return try adopted(file, directory, installation) }
            try patience.wait(
                orThrow: LocalPostgresError(
                    .timedOut,
                    "A server with process \(file.processID) runs on \(directory.path), but is not "
                        + "ready for connections.",
                    hint: "Look at \(directory.log)."))
        }
        return nil
    }

    private func adopted(
        _ file: PostmasterFile, _ directory: ClusterDirectory, _ installation: PostgresInstallation
    ) throws(LocalPostgresError) -> LocalPostgres {
        guard let port = file.port, let socketDirectory = file.socketDirectory,
            listens(file, port: port)
        else {
            throw LocalPostgresError(
                .runningDifferently,
                "A server with process \(file.processID) already runs on \(directory.path), but does "
                    + "not listen where it was asked to.",
                hint: "Stop that server first, or ask for the socket only.")
        }
        var password: String?
        if configuration.listen != .socketOnly {
            password = try ServerLaunch.password(of: directory)
        }
        let fitting = try? directory.fittingInstallation(installation, search: search)
        return LocalPostgres(
            directory: directory.path, installation: fitting ?? installation,
            endpoint: Endpoint(socketDirectory: socketDirectory, port: port, password: password),
            running: nil, stopTimeout: configuration.stopTimeout)
    }

    private func listens(_ file: PostmasterFile, port: Int) -> Bool {
        switch configuration.listen {
        case .socketOnly: true
        case .loopback(nil): file.listenAddress != nil
        case .loopback(let wanted?): file.listenAddress != nil && wanted == port
        }
    }
}
