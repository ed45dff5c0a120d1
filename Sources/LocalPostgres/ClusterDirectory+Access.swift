import Foundation

extension ClusterDirectory {
    /// Puts down who may connect and how, where only the server's account reads it.
    func writeAccess(
        _ configuration: LocalPostgres.Configuration, account: ServerAccount
    ) throws(LocalPostgresError) {
        if !configuration.accessRules.isEmpty {
            let rules = configuration.accessRules + Self.defaultRules
            try write(rules.joined(separator: "\n") + "\n", to: accessRules, account)
        }
        guard let files = configuration.tls else { return }
        for (setting, source) in files.bySetting {
            guard let text = try System.readText(source) else {
                throw LocalPostgresError(.directoryUnusable, "There is no file \(source).")
            }
            try write(text, to: path(of: setting), account)
        }
    }

    /// The settings that make the server read what ``writeAccess(_:account:)`` wrote.
    func accessSettings(_ configuration: LocalPostgres.Configuration) -> [String: String] {
        var settings: [String: String] = [:]
        if !configuration.accessRules.isEmpty { settings["hba_file"] = accessRules }
        guard let files = configuration.tls else { return settings }
        settings["ssl"] = "on"
        for setting in files.bySetting.keys { settings[setting] = path(of: setting) }
        return settings
    }

    private func path(of setting: String) -> String { "\(path)/\(setting).pem" }

    private func write(
        _ text: String, to file: String, _ account: ServerAccount
    ) throws(LocalPostgresError) {
        try System.writePrivate(text, to: file)
        try System.changeOwner(file, to: account)
    }

    /// What `initdb` writes.
    private static let defaultRules = [
        "local all all trust", "local replication all trust",
        "host all all 127.0.0.1/32 scram-sha-256",
        "host replication all 127.0.0.1/32 scram-sha-256",
    ]
}

extension LocalPostgres.TLSFiles {
    var bySetting: [String: String] {
        var files = ["ssl_cert_file": certificate, "ssl_key_file": key]
        files["ssl_ca_file"] = clientAuthority
        files["ssl_crl_file"] = revocations
        return files
    }
}
