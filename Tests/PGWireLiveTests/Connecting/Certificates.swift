import Foundation
import LocalPostgres
import PGCore
import PGWire

/// Keys and certificates made by the `openssl` program, in a folder that goes away with this value.
///
/// One authority signs the server's certificate (for `localhost`, not for 127.0.0.1) and those of the
/// clients `alice` and `revoked`; another authority has signed nothing.
final class Certificates: Sendable {
    let folder: String

    struct Failed: Error {
        let command: String
    }

    /// Makes them, on a thread of its own because the programs take a while.
    static func make() async throws -> Certificates {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Certificates() })
            }
        }
    }

    private init() throws {
        folder = NSTemporaryDirectory() + "strata-tls-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try run()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    var server: LocalPostgres.TLSFiles {
        .init(
            certificate: path("server.pem"), key: path("server.key"),
            clientAuthority: path("authority.pem"), revocations: path("empty.crl"))
    }

    /// One shell, because starting a program is what takes the time.
    private func run() throws {
        let script = """
            set -e
            cat >ca.cnf <<'END'
            [ca]
            default_ca = own
            [own]
            database = index.txt
            crlnumber = crlnumber
            default_md = sha256
            default_crl_days = 2
            END
            : >index.txt
            echo 01 >crlnumber
            authority() {
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                    -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" -addext keyUsage=keyCertSign,cRLSign
            }
            leaf() {
                openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
                    -keyout "$1.key" -out "$1.csr" -subj "/CN=$2"
                openssl x509 -req -in "$1.csr" -CA authority.pem -CAkey authority.key \
                    -CAcreateserial -days 2 -out "$1.pem" -extfile "$1.ext"
            }
            authority authority
            authority stranger
            echo 'subjectAltName=DNS:localhost' >server.ext
            : >alice.ext
            : >revoked.ext
            leaf server localhost
            leaf alice alice
            leaf revoked revoked
            openssl pkcs8 -topk8 -in alice.key -out alice-encrypted.key -passout pass:'k3y s3cret'
            chmod 600 *.key
            crl() { openssl ca -config ca.cnf -cert authority.pem -keyfile authority.key "$@"; }
            crl -gencrl -out empty.crl
            crl -revoke server.pem
            crl -gencrl -out server-revoked.crl
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(command: "openssl") }
    }

    static var isOpenSSLInstalled: Bool {
        ["/usr/bin/openssl", "/opt/homebrew/bin/openssl", "/usr/local/bin/openssl"].contains {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }
}

/// A server with TLS and users for every way of authentication, started once for all tests.
actor SecureServer {
    static let shared = SecureServer()

    struct Running: Sendable {
        let server: LocalPostgres
        let certificates: Certificates
        let port: Int
        /// Of every user that has one.
        let password = "p w'ord\\é@:/"
    }

    private var starting: Task<Running, any Error>?

    func running() async throws -> Running {
        if let starting { return try await starting.value }
        let task = Task { try await Self.start() }
        starting = task
        return try await task.value
    }

    private static func start() async throws -> Running {
        let certificates = try await Certificates.make()
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.listen = .loopback(port: nil)
        configuration.tls = certificates.server
        configuration.accessRules = [
            "hostssl all alice 127.0.0.1/32 cert",
            "hostssl all plus 127.0.0.1/32 scram-sha-256",
            "host all md5 127.0.0.1/32 md5",
            "host all clear 127.0.0.1/32 password",
            "host all trusted 127.0.0.1/32 trust",
            "hostnossl all nossl 127.0.0.1/32 scram-sha-256",
            "hostnossl all plus 127.0.0.1/32 reject",
            "hostssl all nossl 127.0.0.1/32 reject",
        ]
        let server = try await LocalPostgres.start(configuration)
        let running = Running(
            server: server, certificates: certificates, port: server.port ?? 0)
        let administration = try await Connection.connect(.url(server.url))
        for user in ["alice", "plus", "md5", "clear", "trusted", "nossl"] {
            let encryption = user == "md5" ? "md5" : "scram-sha-256"
            try await administration.executeOnce(
                "SET password_encryption = \(raw: "'\(encryption)'")")
            let password = running.password.replacing("'", with: "''")
            // A literal with a backslash means what it says: standard strings are on.
            try await administration.executeOnce(
                "CREATE ROLE \(identifier: user) LOGIN PASSWORD \(raw: "'\(password)'")")
        }
        await administration.close()
        return running
    }
}
