#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The system account that runs the server.
///
/// Postgres refuses to run as root. A process that is root runs it as `postgres` where that account
/// exists, else as `nobody`; any other process runs it as itself.
struct ServerAccount: Sendable, Equatable {
    struct Identity: Sendable, Equatable {
        let name: String
        let user: uid_t
        let group: gid_t
    }

    /// Whom to become; nil when the server runs as the caller.
    let identity: Identity?

    private let switcher: [String]

    static let candidates = ["postgres", "nobody"]

    init() {
        identity = nil
        switcher = []
    }

    init(identity: Identity, isExecutable: (String) -> Bool) throws(LocalPostgresError) {
        guard let switcher = Self.switcher(to: identity, isExecutable: isExecutable) else {
            throw LocalPostgresError(
                .noServerAccount,
                "No program was found that runs the server as \(identity.name): "
                    + "Postgres refuses to run as root.",
                hint: "Install util-linux, which has setpriv, or run as another user.")
        }
        self.identity = identity
        self.switcher = switcher
    }

    /// The account for this process.
    static func current() throws(LocalPostgresError) -> ServerAccount {
        guard System.isRoot else { return ServerAccount() }
        for name in candidates {
            guard let identity = lookUp(name), identity.user != 0 else { continue }
            return try ServerAccount(identity: identity, isExecutable: System.isExecutable)
        }
        throw LocalPostgresError(
            .noServerAccount,
            "Postgres refuses to run as root, and there is no account named "
                + candidates.joined(separator: " or ") + ".",
            hint: "Run as another user, or make an account: useradd --system postgres")
    }

    /// The command that runs `command` as this account.
    func command(_ command: [String]) -> [String] {
        switcher + command
    }

    /// Whether the account may pass through every folder above `path`.
    func canReach(_ path: String) -> Bool {
        guard let identity else { return true }
        var folder = path
        while folder != "/" {
            folder = Path.parent(of: folder)
            guard let status = System.status(of: System.resolved(folder)) else { continue }
            guard status.mode & searchBit(of: identity, status.user, status.group) != 0 else {
                return false
            }
        }
        return true
    }

    /// The permission bit that lets the account pass through a folder of that owner and group.
    private func searchBit(of identity: Identity, _ owner: uid_t, _ group: gid_t) -> mode_t {
        if owner == identity.user { return 0o100 }
        return group == identity.group ? 0o010 : 0o001
    }

    /// Prefers `setpriv`, which becomes the program instead of watching over it.
    private static func switcher(
        to identity: Identity, isExecutable: (String) -> Bool
    ) -> [String]? {
        let routes: [(tool: String, arguments: [String])] = [
            (
                "setpriv",
                ["--reuid=\(identity.user)", "--regid=\(identity.group)", "--clear-groups", "--"]
            ),
            ("runuser", ["-u", identity.name, "--"]),
            ("sudo", ["-n", "-u", identity.name, "--"]),
            ("su", [identity.name, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--"]),
        ]
        for route in routes {
            for folder in ["/usr/bin", "/usr/sbin", "/bin", "/sbin"] {
                let path = "\(folder)/\(route.tool)"
                if isExecutable(path) { return [path] + route.arguments }
            }
        }
        return nil
    }

    private static func lookUp(_ name: String) -> Identity? {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let failure = unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        guard failure == 0, unsafe found != nil else { return nil }
        return unsafe Identity(name: name, user: entry.pw_uid, group: entry.pw_gid)
    }
}
