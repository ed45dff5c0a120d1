#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Lets one process at a time make, start or stop a cluster.
///
/// The system drops the lock when its holder ends, so a killed process leaves nothing to clear up.
struct ClusterLock: ~Copyable {
    private let descriptor: Int32

    init(_ directory: ClusterDirectory, patience: Patience) throws(LocalPostgresError) {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(directory.lock, flags, 0o600)
        guard descriptor >= 0 else { throw System.failure("open", directory.lock, errno) }
        do {
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                try patience.wait(orThrow: Self.busy(directory))
            }
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    private static func busy(_ directory: ClusterDirectory) -> LocalPostgresError {
        LocalPostgresError(
            .busy, "Another process is still starting or stopping the server in \(directory.path).",
            hint: "Try again when it is done.")
    }
}
