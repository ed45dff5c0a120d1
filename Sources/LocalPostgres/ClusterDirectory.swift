import Foundation

/// The folder of one cluster and the names of everything in it.
///
/// The folder itself belongs to whoever started the server; `data` and `socket` belong to the account
/// that runs it. So a process that is root never writes into a folder that another account controls.
struct ClusterDirectory: Sendable, Equatable {
    /// The folder's absolute path.
    let path: String

    var data: String { path + "/data" }
    var draft: String { path + "/data.new" }
    var socket: String { path + "/socket" }
    var log: String { path + "/server.log" }
    var password: String { path + "/password" }
    var marker: String { path + "/strata-cluster.json" }
    var accessRules: String { path + "/access-rules.conf" }
    var lock: String { path + "/lock" }
    var socketRecord: String { path + "/socket-directory" }

    /// What may be there before the marker is: another process is at the same step right now.
    private var beforeMarker: Set<String> { ["lock", "strata-cluster.json.new"] }

    /// Whether the server's account has to pass through the folder to reach its own.
    private static func mode(for account: ServerAccount) -> mode_t {
        account.identity == nil ? 0o700 : 0o711
    }

    /// A new folder under the temporary folder, for a throwaway cluster.
    static func temporary(
        account: ServerAccount, environment: [String: String]
    ) throws(LocalPostgresError) -> ClusterDirectory {
        let preferred = environment["TMPDIR"].map(Path.absolute) ?? "/tmp"
        let usable =
            System.isExecutable(preferred) && account.canReach(preferred + "/x")
            && Path.fitsSocket(preferred + "/strata-XXXXXX/socket")
        let folder = try System.makeTemporaryDirectory(
            prefix: (usable ? preferred : "/tmp") + "/strata-")
        try System.changeMode(folder, mode(for: account))
        return ClusterDirectory(path: folder)
    }

    /// The folder for a durable cluster, made when it is not there.
    ///
    /// Nothing is changed when the folder holds anything that is not a cluster of ours.
    static func durable(
        at path: String, account: ServerAccount
    ) throws(LocalPostgresError) -> ClusterDirectory {
        let path = Path.absolute(path)
        if System.status(of: path) == nil {
            try makeParents(of: path)
            guard account.canReach(path) else {
                return try makeElsewhere(linkedFrom: path, account: account)
            }
            _ = try System.makeDirectory(path, mode: mode(for: account))
        }
        let directory = ClusterDirectory(path: System.resolved(path))
        try directory.requireOurs()
        guard account.canReach(directory.data) else { throw directory.unreachable(account) }
        return directory
    }

    /// Throws unless the folder is empty or has our marker.
    func requireOurs() throws(LocalPostgresError) {
        guard System.status(of: marker) == nil else { return }
        let entries: [String]
        do {
            entries = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw LocalPostgresError(
                .directoryUnusable, "\(path) is not a directory that can be read.",
                hint: "Choose another directory, or run as the user who owns it.")
        }
        // The marker may have been written between the two looks.
        let isOurs = entries.contains(Path.name(of: marker)) || beforeMarker.isSuperset(of: entries)
        guard !isOurs else { return }
        throw LocalPostgresError(
            .directoryNotOurs,
            "\(path) has contents that Strata did not make, so nothing in it was changed.",
            hint: "Choose an empty directory, or one that does not exist yet.")
    }

    private static func makeParents(of path: String) throws(LocalPostgresError) {
        let parent = Path.parent(of: path)
        guard System.status(of: parent) == nil else { return }
        try makeParents(of: parent)
        _ = try System.makeDirectory(parent, mode: 0o755)
    }

    /// Makes the cluster where the server's account can reach it, and a link where it was wanted.
    ///
    /// Root's home is closed to everybody else; a project that root keeps there is out of the reach of
    /// any account that may run a server.
    private static func makeElsewhere(
        linkedFrom path: String, account: ServerAccount
    ) throws(LocalPostgresError) -> ClusterDirectory {
        let store = "/var/lib/strata"
        try makeParents(of: store + "/cluster")
        let folder = try System.makeTemporaryDirectory(prefix: store + "/postgres-")
        try System.changeMode(folder, mode(for: account))
        do {
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder)
        } catch {
            try System.remove(folder)
            // Another process that started at the same time has made the link.
            guard System.status(of: path) != nil else {
                throw LocalPostgresError(.directoryUnusable, "Could not create \(path): \(error).")
            }
        }
        return ClusterDirectory(path: System.resolved(path))
    }

    private func unreachable(_ account: ServerAccount) -> LocalPostgresError {
        LocalPostgresError(
            .directoryUnusable,
            "The account \(account.identity?.name ?? "") that runs the server may not pass through "
                + "the folders above \(path).",
            hint: "Choose a directory outside closed folders, or run as another user.")
    }
}
