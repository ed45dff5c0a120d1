package import PGCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Everything a connection is made with, read once: the user's parameters with those of the service
/// file and the environment, and the ones the engine relies on.
struct ConnectionParameters: Sendable {
    /// What libpq is given for every host.
    let keywords: [String: String]
    let plan: ConnectPlan
    /// How long one address may take.
    let attemptTimeout: Duration
    let authentication: AuthenticationGuard?
    /// The keywords with the server told of the configured time limit of statements; `nil` when there
    /// is none to tell, or the user has told it already.
    let limitedKeywords: [String: String]?

    /// Reads the parameters, so that a mistake is found before anything connects.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration`.
    init(
        _ source: ConnectionConfiguration.Source, _ configuration: ConnectionConfiguration
    ) throws(PGError) {
        var given = try Self.given(source)
        if case .url = source, let allowed = configuration.allowedKeywords {
            try Self.check(given, allowed)
        }
        try given.requireNoZeroBytes()
        guard !ConnectionString.hasMisplacedParts(given) else { throw Self.misplacedParts }
        let newer = Self.takeNewerKeywords(&given)
        var resolved = try ConnectionHandle.resolve(given)

        plan = ConnectPlan(
            resolved, target: try Self.target(resolved, configuration),
            order: try Self.order(resolved, newer, configuration))
        attemptTimeout =
            configuration.attemptTimeout ?? Self.seconds(resolved["connect_timeout"]) ?? .seconds(5)

        for taken in ["host", "hostaddr", "port", "service", "servicefile", "load_balance_hosts"] {
            resolved[taken] = nil
        }
        resolved["client_encoding"] = "UTF8"
        resolved["fallback_application_name"] = configuration.applicationName
        // The default tries Kerberos encryption first, at the price of a failing round trip.
        if given["gssencmode"] == nil, environmentVariable("PGGSSENCMODE") == nil {
            resolved["gssencmode"] = "disable"
        }
        if let keepAlive = configuration.keepAlive, resolved["keepalives"] != "0" {
            resolved.merge(keepAlive.keywords) { given, _ in given }
        }
        if configuration.password != nil { resolved["password"] = nil }
        resolved["options"] = try StartupSettings.options(
            configuration.settings, after: resolved["options"])
        authentication = try AuthenticationGuard(
            try Self.authentication(resolved, newer, configuration), keywords: &resolved)
        keywords = resolved
        limitedKeywords = configuration.statementTimeout.map { limit in
            // Ahead of the user's own, which win.
            let option = StartupSettings.option(statementTimeout: limit)
            resolved["options"] = resolved["options"].map { "\(option) \($0)" } ?? option
            return resolved
        }
    }

    /// What the source itself says.
    static func given(
        _ source: ConnectionConfiguration.Source
    ) throws(PGError) -> [String: String] {
        switch source {
        case .server(let server): return server.keywords
        case .url(let text): return text.isEmpty ? [:] : try ConnectionString.read(text)
        case .environment:
            guard let text = environmentVariable("DATABASE_URL"), !text.isEmpty else { return [:] }
            return try ConnectionString.read(text)
        }
    }

    /// Without the parts, which may be pieces of the password.
    private static let misplacedParts = PGError(
        .invalidConfiguration, "a host or a port in the connection parameters cannot be one",
        hint: "Percent-encode the password in a URI: @ is %40, : is %3A, / is %2F")

    private static func check(
        _ given: [String: String], _ allowed: Set<String>
    ) throws(PGError) {
        guard let refused = given.keys.sorted().first(where: { !allowed.contains($0) }) else {
            return
        }
        throw PGError(
            .invalidConfiguration, "a connection string may not set \"\(refused)\" here",
            hint: "The program allows only some parameters: see allowedKeywords")
    }

    /// Takes out what this libpq would not know.
    private static func takeNewerKeywords(_ given: inout [String: String]) -> [String: String] {
        guard !LibpqCapabilities.current.hasRequireAuth else { return [:] }
        var newer: [String: String] = [:]
        newer["load_balance_hosts"] =
            given.removeValue(forKey: "load_balance_hosts")
            ?? environmentVariable("PGLOADBALANCEHOSTS")
        newer["require_auth"] =
            given.removeValue(forKey: "require_auth") ?? environmentVariable("PGREQUIREAUTH")
        return newer
    }

    private static func target(
        _ resolved: [String: String], _ configuration: ConnectionConfiguration
    ) throws(PGError) -> TargetServer {
        if let target = configuration.target { return target }
        guard let text = resolved["target_session_attrs"] else { return .any }
        guard let target = TargetServer(rawValue: text) else {
            throw invalid("target_session_attrs", text)
        }
        return target
    }

    private static func order(
        _ resolved: [String: String], _ newer: [String: String],
        _ configuration: ConnectionConfiguration
    ) throws(PGError) -> HostOrder {
        if let order = configuration.hostOrder { return order }
        let key = "load_balance_hosts"
        guard let text = newer[key] ?? resolved[key] else { return .listed }
        guard let order = HostOrder(rawValue: text) else { throw invalid(key, text) }
        return order
    }

    private static func authentication(
        _ resolved: [String: String], _ newer: [String: String],
        _ configuration: ConnectionConfiguration
    ) throws(PGError) -> Set<AuthenticationMethod>? {
        if let allowed = configuration.allowedAuthentication { return allowed }
        // A newer library reads and enforces its own parameter.
        guard let text = newer["require_auth"], !text.isEmpty else { return nil }
        guard let allowed = Set(requireAuth: text) else { throw invalid("require_auth", text) }
        return allowed
    }

    private static func invalid(_ keyword: String, _ value: String) -> PGError {
        PGError(.invalidConfiguration, "the value \"\(value)\" of \(keyword) is not known")
    }

    /// libpq's time limit: whole seconds, none when it is not positive.
    private static func seconds(_ text: String?) -> Duration? {
        guard let text, let seconds = Int(text.filter { !$0.isWhitespace }) else { return nil }
        return seconds > 0 ? .seconds(seconds) : .seconds(86_400)
    }
}

extension [String: String] {
    /// C strings end at their first zero byte.
    fileprivate func requireNoZeroBytes() throws(PGError) {
        for (key, value) in self where value.utf8.contains(0) || key.utf8.contains(0) {
            throw PGError(
                .invalidConfiguration, "the value of \(key) contains a zero byte")
        }
    }
}

/// Returns an environment variable, or `nil` when it is not set.
func environmentVariable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}

extension ConnectionConfiguration {
    /// Returns a key/value connection string for another database on the same server.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration`.
    package static func keyValueString(
        _ source: Source, database: String
    ) throws(PGError) -> String {
        var keywords: [String: String] = [:]
        switch source {
        case .environment:
            if let url = environmentVariable("DATABASE_URL"), !url.isEmpty {
                keywords = try ConnectionString.read(url)
            }
        case .url(let url): keywords = try ConnectionString.read(url)
        case .server(let server): keywords = server.keywords
        }
        keywords["dbname"] = database
        return ConnectionString.render(keywords)
    }
}
