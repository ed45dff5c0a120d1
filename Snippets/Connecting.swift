// Connection parameters as Swift values, with a password that changes.

import PGWire

/// Stands for a call to an identity service.
@Sendable func fetchToken(for user: String, at host: String) async throws -> String {
    "token of \(user) for \(host)"
}

// A string, as in psql: URIs and key/value strings, with PG* variables for what they leave out.
let simple = try ConnectionPool(.url("postgresql://app@db.example.org/shop?sslmode=verify-full"))

// Swift values instead, and what no string can say.
var server = ConnectionConfiguration.Server(
    hosts: [.init("db1.example.org"), .init("db2.example.org")], user: "app", database: "shop")
server.tls.mode = .verifyFull
server.tls.rootCertificates = "/etc/ssl/certs/database.pem"

var configuration = PoolConfiguration()
configuration.connection.target = .primary
configuration.connection.attemptTimeout = .seconds(2)
configuration.connection.settings = ["statement_timeout": "5s", "search_path": "shop, public"]
configuration.connection.allowedAuthentication = [.scramSHA256]
configuration.connection.password = { request in
    try await fetchToken(for: request.user, at: request.host)
}
let pool = try ConnectionPool(.server(server), configuration: configuration)
