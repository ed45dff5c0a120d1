import Foundation

extension ClusterDirectory {
    /// Makes the cluster's data if it is not there yet.
    ///
    /// `initdb` works in a draft folder that is renamed when it is whole, so that an interrupted one
    /// is simply done again.
    func initialize(
        _ installation: PostgresInstallation, account: ServerAccount, durable: Bool,
        patience: Patience
    ) throws(LocalPostgresError) {
        guard System.status(of: data) == nil else { return }
        try make(
            with: initdb(installation, durable: durable), password: Self.makePassword(),
            installation, account: account, patience: patience)
    }

    /// Makes the cluster's data as a copy of a running server's, which it will follow.
    func copy(
        _ primary: LocalPostgres, account: ServerAccount, patience: Patience
    ) throws(LocalPostgresError) {
        let known = try System.readText(ClusterDirectory(path: primary.directory).password)
        try make(
            with: baseBackup(primary),
            password: known?.trimmingCharacters(in: .whitespacesAndNewlines) ?? Self.makePassword(),
            primary.installation, account: account, patience: patience)
    }

    private func make(
        with command: [String], password secret: String, _ installation: PostgresInstallation,
        account: ServerAccount, patience: Patience
    ) throws(LocalPostgresError) {
        try ClusterMarker(postgresMajorVersion: installation.version.major, created: Date())
            .write(self)
        try System.remove(draft)
        _ = try System.makeDirectory(draft, mode: 0o700)
        try System.changeOwner(draft, to: account)
        try System.writePrivate(secret + "\n", to: password)
        try System.changeOwner(password, to: account)

        let log = try ServerLog(self)
        let child = try ChildProcess.spawn(account.command(command), output: log.descriptor)
        try wait(for: child, log: log, patience: patience)
        try System.rename(draft, to: data)
    }

    /// The installation that fits the data: another major version may be installed beside it.
    func fittingInstallation(
        _ preferred: PostgresInstallation, search: InstallationSearch
    ) throws(LocalPostgresError) -> PostgresInstallation {
        guard let text = try System.readText(data + "/PG_VERSION"),
            let major = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)),
            major != preferred.version.major
        else { return preferred }
        if let other = search.first(major: major) { return other }
        throw LocalPostgresError(
            .versionMismatch,
            "The cluster in \(path) was made by PostgreSQL \(major), but the installed server is "
                + "\(preferred.version).",
            hint: "Install PostgreSQL \(major), or set PG_BIN to its bin folder. To start afresh "
                + "instead, remove the directory; its data is lost then.")
    }

    private func initdb(_ installation: PostgresInstallation, durable: Bool) -> [String] {
        var command = [
            installation.initdb, "--pgdata=\(draft)", "--username=\(LocalPostgres.user)",
            "--pwfile=\(password)", "--auth-local=trust", "--auth-host=scram-sha-256",
            "--encoding=UTF8",
        ]
        #if os(macOS)
        command += ["--locale=C", "--lc-ctype=UTF-8"]
        #else
        command += ["--locale=C.UTF-8"]
        #endif
        if !durable {
            command.append("--no-sync")
        }
        return command
    }

    /// Follows through the primary's private socket, on which nobody is asked for a password.
    private func baseBackup(_ primary: LocalPostgres) -> [String] {
        [
            primary.installation.binDirectory + "/pg_basebackup", "--pgdata=\(draft)",
            "--host=\(primary.endpoint.socketDirectory)", "--port=\(primary.endpoint.port)",
            "--username=\(LocalPostgres.user)", "--no-password", "--checkpoint=fast",
            "--wal-method=stream", "--write-recovery-conf", "--no-sync",
        ]
    }

    private func wait(
        for child: ChildProcess, log: borrowing ServerLog, patience: Patience
    ) throws(LocalPostgresError) {
        while true {
            switch child.exit() {
            case .code(0): return
            case .some:
                throw LocalPostgresError(
                    .initializationFailed, "The cluster could not be made in \(path).",
                    serverLog: log.tail())
            case nil: break
            }
            do {
                try patience.wait(
                    orThrow: LocalPostgresError(
                        .timedOut, "Making the cluster did not finish in time in \(path).",
                        serverLog: log.tail()))
            } catch {
                // Its helper would go on writing into a folder that is about to be removed.
                child.killAll()
                throw error
            }
        }
    }

    /// 32 letters and digits from the system's random numbers: about 190 bits.
    private static func makePassword() -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        var generator = SystemRandomNumberGenerator()
        return String(
            (0..<32).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }
}
