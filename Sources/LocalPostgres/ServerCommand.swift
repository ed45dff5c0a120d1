/// The command line of the server.
///
/// Settings are arguments, not a file: they are never read by a shell, and the cluster's own
/// `postgresql.conf` stays as `initdb` wrote it, free for its user to edit.
enum ServerCommand {
    static func arguments(_ launch: ServerLaunch) -> [String] {
        settings(launch).sorted { $0.key < $1.key }.reduce(
            into: [launch.installation.postgres, "-D", launch.directory.data]
        ) { command, setting in
            command += ["-c", "\(setting.key)=\(setting.value)"]
        }
    }

    static func settings(_ launch: ServerLaunch) -> [String: String] {
        let configuration = launch.configuration
        var settings = [
            "port": String(launch.port),
            "listen_addresses": configuration.listen == .socketOnly ? "" : "127.0.0.1",
            "unix_socket_directories": quotedInList(launch.socketDirectory),
            "unix_socket_permissions": "0700",
            "max_connections": String(configuration.maxConnections),
            "logging_collector": "off",
            "log_destination": "stderr",
        ]
        if launch.configuration.mode == .throwaway {
            settings["fsync"] = "off"
            settings["full_page_writes"] = "off"
            settings["synchronous_commit"] = "off"
        }
        settings.merge(launch.directory.accessSettings(configuration)) { _, access in access }
        return settings.merging(configuration.settings) { _, wanted in wanted }
    }

    /// The setting is a list, in which a comma or a quote inside a name needs quotes around it.
    private static func quotedInList(_ path: String) -> String {
        "\"" + path.replacing("\"", with: "\"\"") + "\""
    }
}
