import PGCore

/// The servers that a source names, one by one.
enum ClusterHosts {
    /// A server: how to call it, and how to reach it alone.
    struct Host: Sendable {
        let name: String
        let source: ConnectionConfiguration.Source
    }

    /// Takes a source with several hosts apart.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration`.
    static func hosts(
        of source: ConnectionConfiguration.Source,
        _ configuration: ConnectionConfiguration = ConnectionConfiguration()
    ) throws(PGError) -> [Host] {
        let hosts = try ConnectionParameters(source, configuration).plan.hosts
        let given = try ConnectionParameters.given(source)
        return hosts.map { host in
            Host(name: name(of: host), source: self.source(for: host, source, given))
        }
    }

    private static func name(of host: ConnectPlan.Host) -> String {
        let place = host.name.isEmpty ? host.address ?? "server" : host.name
        return host.port.isEmpty ? place : "\(place):\(host.port)"
    }

    private static func source(
        for host: ConnectPlan.Host, _ source: ConnectionConfiguration.Source,
        _ given: [String: String]
    ) -> ConnectionConfiguration.Source {
        if case .server(var server) = source {
            server.hosts = [.init(host.name, port: Int(host.port), address: host.address)]
            return .server(server)
        }
        var own = given
        own["host"] = host.name.isEmpty ? nil : host.name
        own["hostaddr"] = host.address
        own["port"] = host.port.isEmpty ? nil : host.port
        return .url(keyValueString(own))
    }

    private static func keyValueString(_ settings: [String: String]) -> String {
        settings.sorted { $0.key < $1.key }.map { key, value in
            let escaped = value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
            return "\(key)='\(String(escaped))'"
        }.joined(separator: " ")
    }
}
