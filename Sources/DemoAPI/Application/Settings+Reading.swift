import Configuration
import Foundation
import Logging
import PGWire

extension Settings {
    /// Reads flags, the environment of the process, and the file `.env`, in this order.
    init(flags: [SettingName: String]) throws {
        try self.init(
            flags: flags, environment: ProcessInfo.processInfo.environment,
            file: try Self.file().map { try EnvironmentFile($0).variables } ?? [:])
    }

    /// The text of `.env`, if there is one.
    private static func file() throws(DemoError) -> String? {
        guard FileManager.default.fileExists(atPath: ".env") else { return nil }
        do {
            return try String(contentsOf: URL(filePath: ".env"), encoding: .utf8)
        } catch {
            throw DemoError(
                ".env cannot be read",
                hint: "It has to be a text file in UTF-8 that this user may read")
        }
    }

    /// Reads the sources; the first that has a setting decides, and an empty text counts as missing.
    init(
        flags: [SettingName: String] = [:], environment: [String: String],
        file: [String: String] = [:]
    ) throws(DemoError) {
        let named = Dictionary(uniqueKeysWithValues: flags.map { ($0.key.rawValue, $0.value) })
        let providers = [named, environment, file].map { variables in
            EnvironmentVariablesProvider(
                environmentVariables: variables.filter { !$0.value.isEmpty },
                secretsSpecifier: .specific([SettingName.databaseURL.rawValue]))
        }
        try self.init(SettingsReader(ConfigReader(providers: providers)))
        // libpq reads the environment itself, and knows nothing of the file.
        let isOnlyInFile = environment[SettingName.databaseHost.rawValue]?.isEmpty != false
        if file[SettingName.databaseHost.rawValue]?.isEmpty == false, isOnlyInFile {
            throw DemoError(
                "PGHOST is in .env", hint: "Put it into the environment, or DATABASE_URL into .env")
        }
    }

    private init(_ reader: SettingsReader) throws(DemoError) {
        host = reader.text(.host) ?? host
        port = try reader.number(.port, in: 1...65_535) ?? port
        migrations = reader.text(.migrations) ?? migrations
        databaseURL = reader.text(.databaseURL).map(Secret.init)
        hasDatabase = databaseURL != nil || reader.text(.databaseHost) != nil
        poolSize = try reader.number(.poolSize, in: 2...1_000)
        logLevel = try reader.word(.logLevel, of: Logger.Level.allCases) ?? logLevel
        logsSpans = try reader.word(.spans, of: Spans.allCases) == .log
        limits.timeout = try reader.seconds(.requestTimeout) ?? limits.timeout
        limits.bodyTime = try reader.seconds(.bodyTimeout) ?? limits.bodyTime
        limits.clients = try reader.number(.maxClients, in: 1...100_000) ?? limits.clients
        limits.concurrency =
            try reader.number(.maxRequests, in: 1...100_000) ?? limits.concurrency
        limits.queue = try reader.number(.maxWaiting, in: 0...100_000) ?? limits.queue
        limits.transfers =
            try reader.number(.maxTransfers, in: 1...1_000)
            ?? min(limits.transfers, max(1, (poolSize ?? .max) / 2))
        guard limits.transfers < poolSize ?? PoolConfiguration().maximumConnections else {
            throw DemoError(
                "MAX_TRANSFERS is \(limits.transfers), and the pool has not more connections",
                hint: "Raise POOL_SIZE: each of them has a connection, and others need some too")
        }
        limits.runsOnPool = try reader.word(.executor, of: Executor.allCases) != .global
        drainDelay = try reader.seconds(.drainDelay) ?? drainDelay
        shutdownTimeout = try reader.seconds(.shutdownTimeout) ?? shutdownTimeout
    }

    /// Where spans go.
    private enum Spans: String, CaseIterable {
        case none, log
    }

    /// Where handlers run.
    private enum Executor: String, CaseIterable {
        case pool, global
    }
}
