import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The number of the calling thread.
func currentThreadID() -> UInt {
    #if canImport(Darwin)
    unsafe UInt(bitPattern: pthread_self())
    #else
    UInt(pthread_self())
    #endif
}

/// The threads that belong to event loops: blocking one of them would block every connection on it.
enum EventLoopThreads {
    private static let threads = Mutex<Set<UInt>>([])

    static func add(_ thread: UInt) {
        threads.withLock { _ = $0.insert(thread) }
    }

    static func remove(_ thread: UInt) {
        threads.withLock { _ = $0.remove(thread) }
    }

    /// Whether the calling thread is one of them.
    static var containsCurrent: Bool {
        threads.withLock { $0.contains(currentThreadID()) }
    }
}

extension EventLoop {
    /// The loops that pools use unless they are given others.
    ///
    /// One for each core: what uses the rows runs there too, if its tasks prefer the loops. They live
    /// as long as the process.
    package static let shared: [EventLoop] = {
        let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return (0..<cores).map { _ in EventLoop() }
    }()
}
