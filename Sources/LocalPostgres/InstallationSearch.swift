import Foundation

/// What the search asks of the machine; tests answer in its place.
struct MachineView: Sendable {
    var isExecutable: @Sendable (String) -> Bool
    var contents: @Sendable (_ folder: String) -> [String]
    var output: @Sendable (_ command: [String]) -> String?
    var resolved: @Sendable (String) -> String

    static let this = MachineView(
        isExecutable: System.isExecutable,
        contents: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] },
        output: ProgramOutput.read,
        resolved: System.resolved)
}

/// Looks for Postgres server programs, in the order `PostgresInstallation.find` promises.
struct InstallationSearch: Sendable {
    let machine: MachineView
    let environment: [String: String]

    init(machine: MachineView, environment: [String: String]?) {
        self.machine = machine
        self.environment = environment ?? ProcessInfo.processInfo.environment
    }

    /// The installation to use when nothing asks for a certain version.
    func first() throws(LocalPostgresError) -> PostgresInstallation {
        if let named = environment["PG_BIN"], !named.isEmpty {
            return try installation(namedBy: named)
        }
        for folder in folders() {
            if let found = installation(in: folder) { return found }
        }
        throw notFound("No Postgres server is installed on this machine, or none was found.")
    }

    /// An installation of one major version; nil when there is none.
    func first(major: Int) -> PostgresInstallation? {
        folders().lazy.compactMap(installation(in:)).first { $0.version.major == major }
    }

    private func installation(
        namedBy folder: String
    ) throws(LocalPostgresError) -> PostgresInstallation {
        guard let found = installation(in: folder) else {
            throw LocalPostgresError(
                .serverNotFound,
                "PG_BIN is \(folder), but that folder does not hold working initdb and postgres "
                    + "programs.",
                hint: "Set PG_BIN to a server's bin folder, or unset it to search for one.")
        }
        return found
    }

    private func installation(in folder: String) -> PostgresInstallation? {
        // A link such as /usr/local/bin/postgres points into the real folder; name that one.
        var folder = Path.absolute(folder)
        guard machine.isExecutable(folder + "/postgres") else { return nil }
        let real = Path.parent(of: machine.resolved(folder + "/postgres"))
        if machine.isExecutable(real + "/initdb") { folder = real }
        guard machine.isExecutable(folder + "/initdb"),
            let output = machine.output([folder + "/postgres", "--version"]),
            let version = PostgresVersion(programOutput: output)
        else { return nil }
        return PostgresInstallation(binDirectory: folder, version: version)
    }

    private func folders() -> [String] {
        [environment["PG_BIN"], configuredFolder()].compactMap(\.self).filter { !$0.isEmpty }
            + pathFolders + versionedFolders()
    }

    private var pathFolders: [String] {
        (environment["PATH"] ?? "").split(separator: ":").map(String.init)
            .filter { $0.hasPrefix("/") }
    }

    /// Development packages bring `pg_config` without a server, so its folder may hold none.
    private func configuredFolder() -> String? {
        for folder in pathFolders where machine.isExecutable(folder + "/pg_config") {
            return machine.output([folder + "/pg_config", "--bindir"])?
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return nil
    }

    private func versionedFolders() -> [String] {
        Self.layouts.flatMap { layout in
            machine.contents(layout.folder)
                .compactMap { entry in layout.version(of: entry).map { (entry, $0) } }
                .sorted { $0.1 > $1.1 }
                .map { entry, _ in "\(layout.folder)/\(entry)\(layout.suffix)" }
        }
    }

    private func notFound(_ message: String) -> LocalPostgresError {
        LocalPostgresError(
            .serverNotFound, message,
            hint: "Install one with: \(Self.installCommand)\n"
                + "Or set PG_BIN to the bin folder of a server, or DATABASE_URL to use another one."
        )
    }
}

extension InstallationSearch {
    /// A place where a packager keeps several versions side by side.
    private struct Layout {
        let folder: String
        let prefix: String
        let suffix: String

        func version(of entry: String) -> Double? {
            guard entry.hasPrefix(prefix) else { return nil }
            return Double(entry.dropFirst(prefix.count))
        }
    }

    private static let layouts = [
        Layout(folder: "/usr/lib/postgresql", prefix: "", suffix: "/bin"),
        Layout(folder: "/usr", prefix: "pgsql-", suffix: "/bin"),
        Layout(folder: "/opt/homebrew/opt", prefix: "postgresql@", suffix: "/bin"),
        Layout(folder: "/usr/local/opt", prefix: "postgresql@", suffix: "/bin"),
        Layout(
            folder: "/Applications/Postgres.app/Contents/Versions", prefix: "", suffix: "/bin"),
    ]

    #if os(macOS)
    static let installCommand = "brew install postgresql@17"
    #else
    static let installCommand = "sudo apt-get install postgresql"
    #endif
}
