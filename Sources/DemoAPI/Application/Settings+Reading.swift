import Configuration
import Foundation
import Logging

extension Settings {
    /// Reads flags, the environment of the process, and the file `.env`, in this order.
    init(flags: [SettingName: String]) throws {
        let file =
            FileManager.default.fileExists(atPath: ".env")
            ? try String(contentsOf: URL(filePath: ".env"), encoding: .utf8) : nil
        try self.init(
            flags: flags, environment: ProcessInfo.processInfo.environment,
            file: try file.map { try EnvironmentFile($0).variables } ?? [:])
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
        poolSize = try reader.number(.poolSize, in: 1...1_000)
        logLevel = try reader.word(.logLevel, of: Logger.Level.allCases) ?? logLevel
        logsSpans = try reader.word(.spans, of: Spans.allCases) == .log
        limits.timeout = try reader.seconds(.requestTimeout) ?? limits.timeout
        limits.bodyTime = try reader.seconds(.bodyTimeout) ?? limits.bodyTime
        limits.concurrency =
            try reader.number(.maxRequests, in: 1...100_000) ?? limits.concurrency
        limits.queue = try reader.number(.maxWaiting, in: 0...100_000) ?? limits.queue
        limits.transfers =
            try reader.number(.maxTransfers, in: 1...1_000)
            ?? min(limits.transfers, max(1, (poolSize ?? .max) / 2))
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
