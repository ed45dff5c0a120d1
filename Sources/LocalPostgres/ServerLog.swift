#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The file that takes what the server and `initdb` print.
struct ServerLog: ~Copyable {
    let descriptor: Int32
    private let path: String
    private let start: off_t

    /// Opens the log for appending; `tail()` gives only what was written from then on.
    init(_ directory: ClusterDirectory) throws(LocalPostgresError) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        descriptor = unsafe open(directory.log, flags, 0o600)
        path = directory.log
        guard descriptor >= 0 else { throw System.failure("open", directory.log, errno) }
        start = lseek(descriptor, 0, SEEK_END)
    }

    deinit {
        close(descriptor)
    }

    /// The last lines written since the log was opened.
    func tail(_ count: Int = 20) -> [String] {
        let reader = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard reader >= 0 else { return [] }
        defer { close(reader) }
        let end = lseek(reader, 0, SEEK_END)
        let from = max(start, end - 32_768)
        lseek(reader, from, SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: Int(max(0, end - from)))
        let length = unsafe read(reader, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, length)), as: UTF8.self)
            .split(separator: "\n").suffix(count).map(String.init)
    }

    /// Keeps one older log, so that a long-lived cluster's does not grow for ever.
    static func rotate(_ directory: ClusterDirectory) throws(LocalPostgresError) {
        guard System.status(of: directory.log) != nil else { return }
        try System.rename(directory.log, to: directory.log + ".old")
    }
}
