import Foundation

/// The private folder of the server's Unix socket.
///
/// Whoever can enter it is trusted, so only the server's account (and root) may. A socket's path may
/// have some hundred bytes at most; for a cluster in a deep folder it is a short one under `/tmp`.
enum SocketDirectory {
    static func prepare(
        _ directory: ClusterDirectory, account: ServerAccount
    ) throws(LocalPostgresError) -> String {
        let folder = try usableFolder(directory)
        try System.changeMode(folder, 0o700)
        try System.changeOwner(folder, to: account)
        return folder
    }

    /// Removes a folder under `/tmp`; one inside a cluster stays.
    static func remove(_ folder: String) throws(LocalPostgresError) {
        guard folder.hasPrefix(prefix) else { return }
        try System.remove(folder)
    }

    /// Removes the folder that an earlier server left behind when it was killed.
    private static func retire(_ directory: ClusterDirectory) throws(LocalPostgresError) {
        guard let recorded = try System.readText(directory.socketRecord) else { return }
        // After a restart of the machine somebody else may own a folder of that name.
        try? remove(recorded.trimmingCharacters(in: .newlines))
        try System.remove(directory.socketRecord)
    }

    private static let prefix = "/tmp/strata-socket-"

    private static func usableFolder(
        _ directory: ClusterDirectory
    ) throws(LocalPostgresError) -> String {
        try retire(directory)
        guard !Path.fitsSocket(directory.socket) else {
            try System.remove(directory.socket)
            _ = try System.makeDirectory(directory.socket, mode: 0o700)
            return directory.socket
        }
        let folder = try System.makeTemporaryDirectory(prefix: prefix)
        try System.writePrivate(folder + "\n", to: directory.socketRecord)
        return folder
    }
}
