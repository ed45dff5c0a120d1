package import PGCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What libpq is given to connect with: the user's settings and the ones the engine relies on.
struct ConnectionParameters: Sendable {
    let keywords: [(keyword: String, value: String)]

    /// Reads the settings, so that a mistake is found before anything connects.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration`.
    init(
        _ source: ConnectionConfiguration.Source, _ configuration: ConnectionConfiguration
    ) throws(PGError) {
        let text: String?
        switch source {
        case .environment: text = environmentVariable("DATABASE_URL")
        case .url(let url): text = url
        }
        var settings: [String: String] = [:]
        if let text, !text.isEmpty { settings = try ConnectionString.parse(text) }
        settings["client_encoding"] = "UTF8"
        settings["fallback_application_name"] = configuration.applicationName
        // The default tries Kerberos encryption first, at the price of a failing round trip.
        if settings["gssencmode"] == nil, environmentVariable("PGGSSENCMODE") == nil {
            settings["gssencmode"] = "disable"
        }
        keywords = settings.map { (keyword: $0.key, value: $0.value) }
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
        var settings: [String: String] = [:]
        switch source {
        case .environment:
            if let url = environmentVariable("DATABASE_URL"), !url.isEmpty {
                settings = try ConnectionString.parse(url)
            }
        case .url(let url): settings = try ConnectionString.parse(url)
        }
        settings["dbname"] = database
        return settings.sorted { $0.key < $1.key }.map { key, value in
            let escaped = value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
            return "\(key)='\(String(escaped))'"
        }.joined(separator: " ")
    }
}
