import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The few system calls this module needs, each with an error that names the path.
enum System {
    static var isRoot: Bool { geteuid() == 0 }

    static func failure(_ action: String, _ path: String, _ number: Int32) -> LocalPostgresError {
        LocalPostgresError(
            .directoryUnusable, "Could not \(action) \(path): \(describe(number)).",
            hint: number == EACCES || number == EPERM
                ? "Another user owns it: run as that user, or choose another directory." : nil)
    }

    static func describe(_ number: Int32) -> String {
        unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    }

    /// Creates one directory and gives it exactly `mode`, whatever the umask.
    ///
    /// Returns false when something of that name already exists.
    static func makeDirectory(_ path: String, mode: mode_t) throws(LocalPostgresError) -> Bool {
        guard unsafe mkdir(path, mode) == 0 else {
            if errno == EEXIST { return false }
            throw failure("create the directory", path, errno)
        }
        try changeMode(path, mode)
        return true
    }

    /// Creates a directory with a name nobody can guess, only for this user.
    static func makeTemporaryDirectory(prefix: String) throws(LocalPostgresError) -> String {
        var template = Array((prefix + "XXXXXX").utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
        }
        guard made else { throw failure("create a directory named", prefix + "XXXXXX", errno) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func changeMode(_ path: String, _ mode: mode_t) throws(LocalPostgresError) {
        guard unsafe chmod(path, mode) == 0 else {
            throw failure("change the permissions of", path, errno)
        }
    }

    static func changeOwner(_ path: String, to account: ServerAccount)
        throws(LocalPostgresError)
    {
        guard let identity = account.identity else { return }
        guard unsafe lchown(path, identity.user, identity.group) == 0 else {
            throw failure("change the owner of", path, errno)
        }
    }

    static func rename(_ old: String, to new: String) throws(LocalPostgresError) {
        guard unsafe Foundation.rename(old, new) == 0 else { throw failure("rename", old, errno) }
    }

    /// Reads a small text file; nil when there is none.
    static func readText(_ path: String) throws(LocalPostgresError) -> String? {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            // It may be there a moment later: a server that is starting writes its file just then.
            if (error as? CocoaError)?.code == .fileReadNoSuchFile { return nil }
            guard unsafe access(path, R_OK) != 0 else {
                throw LocalPostgresError(.directoryUnusable, "Could not read \(path): \(error).")
            }
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("read", path, errno)
        }
    }

    /// Writes a file that only its owner may read, replacing it whole or not at all.
    static func writePrivate(_ text: String, to path: String) throws(LocalPostgresError) {
        let draft = path + ".new"
        _ = unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("create", draft, errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count else {
            throw failure("write", draft, errno)
        }
        try rename(draft, to: path)
    }

    /// Removes a file or a whole directory; says nothing when there is none.
    static func remove(_ path: String) throws(LocalPostgresError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { return }
            throw LocalPostgresError(.directoryUnusable, "Could not remove \(path): \(error).")
        }
    }

    /// Owner, group and permission bits; nil when there is nothing of that name.
    static func status(of path: String) -> (user: uid_t, group: gid_t, mode: mode_t)? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        return (status.st_uid, status.st_gid, status.st_mode)
    }

    static func isDirectory(_ mode: mode_t) -> Bool { mode & S_IFMT == S_IFDIR }

    static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

    /// The path with symbolic links resolved; the path itself when it does not exist.
    static func resolved(_ path: String) -> String {
        guard let pointer = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(pointer) }
        return unsafe String(cString: pointer)
    }

    /// Whether a process of that id exists, whoever owns it.
    static func isAlive(_ processID: Int32) -> Bool {
        kill(processID, 0) == 0 || errno == EPERM
    }

    static func pause() {
        usleep(10_000)
    }
}
