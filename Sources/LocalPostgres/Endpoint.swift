import Foundation

/// How to reach a running server.
struct Endpoint: Sendable, Equatable {
    let socketDirectory: String
    let port: Int

    /// The password for 127.0.0.1; nil when the server only has its socket.
    let password: String?

    func url(database: String) -> String {
        let user = LocalPostgres.user
        let database = Self.escape(database)
        guard let password else {
            let host = Self.escape(socketDirectory)
            return "postgresql://\(user)@/\(database)?host=\(host)&port=\(port)"
        }
        return "postgresql://\(user):\(Self.escape(password))@127.0.0.1:\(port)/\(database)"
    }

    func environment(database: String) -> [String: String] {
        var variables = [
            "PGHOST": password == nil ? socketDirectory : "127.0.0.1",
            "PGPORT": String(port),
            "PGUSER": LocalPostgres.user,
            "PGDATABASE": database,
        ]
        variables["PGPASSWORD"] = password
        return variables
    }

    private static func escape(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}
