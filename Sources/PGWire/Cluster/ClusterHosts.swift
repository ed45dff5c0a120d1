import PGCore

/// The servers that a connection string names, one by one.
struct ClusterHosts {
    /// A server: how to call it, and how to reach it alone.
    struct Host: Sendable {
        let name: String
        let source: ConnectionConfiguration.Source
    }

    /// Takes a source with several hosts apart.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration`.
    static func hosts(of source: ConnectionConfiguration.Source) throws(PGError) -> [Host] {
        if case .url(let text) = source { return try hosts(in: text) }
        if case .environment = source, let url = environmentVariable("DATABASE_URL"), !url.isEmpty {
            return try hosts(in: url)
        }
        if case .environment = source, let hosts = environmentVariable("PGHOST") {
            var settings = ["host": hosts]
            settings["port"] = environmentVariable("PGPORT")
            settings["hostaddr"] = environmentVariable("PGHOSTADDR")
            return try split(settings)
        }
        return [Host(name: "server", source: source)]
    }

    private static func hosts(in text: String) throws(PGError) -> [Host] {
        try split(try ConnectionString.parse(text))
    }

    private static func split(_ settings: [String: String]) throws(PGError) -> [Host] {
        func list(_ key: String) -> [String] {
            settings[key]?.split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init) ?? []
        }
        let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"))
        let count = max(names.count, addresses.count, 1)
        guard ports.count <= 1 || ports.count == count,
            names.isEmpty || addresses.isEmpty || names.count == addresses.count
        else {
            throw PGError(
                .invalidConfiguration, "\(count) hosts and \(ports.count) ports do not go together")
        }
        return (0..<count).map { index in
            var own = settings
            own["host"] = names.isEmpty ? nil : names[index]
            own["hostaddr"] = addresses.isEmpty ? nil : addresses[index]
            own["port"] = ports.count > 1 ? ports[index] : ports.first
            // Each server is asked for its role, whatever it is.
            own["target_session_attrs"] = nil
            own["load_balance_hosts"] = nil
            let place = [own["host"] ?? own["hostaddr"], own["port"]].compactMap { $0 }
            return Host(
                name: place.isEmpty ? "server" : place.joined(separator: ":"),
                source: .url(keyValueString(own)))
        }
    }

    private static func keyValueString(_ settings: [String: String]) -> String {
        settings.sorted { $0.key < $1.key }.map { key, value in
            let escaped = value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
            return "\(key)='\(String(escaped))'"
        }.joined(separator: " ")
    }
}
