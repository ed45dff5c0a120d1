import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How long an ending is waited for.
private let patience = Duration.seconds(20)

/// Waits until a process has ended, be it a child of this one or not; returns whether it has.
func hasEnded(_ process: Int32) async -> Bool {
    // None: the process has ended and somebody has taken note of it.
    guard let ending = Descriptor.ending(of: process) else { return !isRunning(process) }
    return await ending.becomesReadable() && !isRunning(process)
}

/// Waits until a folder has been removed; returns whether it has.
func hasVanished(_ folder: String) async -> Bool {
    let removal = Descriptor.removal(of: folder)
    // It may have gone before anybody watched.
    guard FileManager.default.fileExists(atPath: folder) else { return true }
    return await removal?.becomesReadable() == true
        && !FileManager.default.fileExists(atPath: folder)
}

/// A file descriptor that can be read once something has happened.
private final class Descriptor: Sendable {
    private let number: Int32

    private init?(owning number: Int32) {
        guard number >= 0 else { return nil }
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Waits on a thread of its own: Swift's are few, and none of them may block.
    func becomesReadable() async -> Bool {
        let end = ContinuousClock.now + patience
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var wanted = pollfd(fd: self.number, events: Int16(POLLIN), revents: 0)
                var count: Int32
                repeat {
                    let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
                    count = unsafe poll(&wanted, 1, max(0, Int32(left)))
                } while count < 0 && errno == EINTR
                continuation.resume(returning: count == 1)
            }
        }
    }

    #if canImport(Darwin)
    static func ending(of process: Int32) -> Descriptor? {
        watching(UInt(process), EVFILT_PROC, NOTE_EXIT)
    }

    static func removal(of folder: String) -> Descriptor? {
        // Held until the program ends, for otherwise there would be nothing to watch.
        let opened = unsafe open(folder, O_EVTONLY)
        return opened < 0 ? nil : watching(UInt(opened), EVFILT_VNODE, UInt32(NOTE_DELETE))
    }

    private static func watching(
        _ subject: UInt, _ filter: Int32, _ what: UInt32
    ) -> Descriptor? {
        let queue = Descriptor(owning: kqueue())
        var event = unsafe kevent(
            ident: subject, filter: Int16(filter), flags: UInt16(EV_ADD), fflags: what, data: 0,
            udata: nil)
        guard let queue, unsafe kevent(queue.number, &event, 1, nil, 0, nil) == 0 else {
            return nil
        }
        return queue
    }
    #else
    static func ending(of process: Int32) -> Descriptor? {
        // Swift cannot call a C function of so many arguments as one likes, and not every C library has
        // `pidfd_open`. Its number is the same on all machines.
        typealias SystemCall = @convention(c) (Int, Int, Int) -> Int
        guard let symbol = unsafe dlsym(nil, "syscall") else { return nil }
        let systemCall = unsafe unsafeBitCast(symbol, to: SystemCall.self)
        return Descriptor(owning: Int32(truncatingIfNeeded: systemCall(434, Int(process), 0)))
    }

    static func removal(of folder: String) -> Descriptor? {
        guard let events = Descriptor(owning: inotify_init1(Int32(IN_CLOEXEC))),
            unsafe inotify_add_watch(events.number, folder, UInt32(IN_DELETE_SELF)) >= 0
        else { return nil }
        return events
    }
    #endif
}
