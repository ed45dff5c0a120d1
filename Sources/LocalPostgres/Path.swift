import Foundation

/// Text work on file paths.
enum Path {
    /// The longest socket path every supported system takes, without its closing zero byte.
    static let longestSocket = 103

    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// Whether a server's socket in this folder has a name the system takes.
    static func fitsSocket(_ folder: String) -> Bool {
        folder.utf8.count + "/.s.PGSQL.65535".utf8.count <= longestSocket
    }
}
