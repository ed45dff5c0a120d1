#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

import Foundation

/// The descriptors, session and signals a new process starts with.
@unsafe struct SpawnActions {
    #if canImport(Darwin)
    var files: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var files = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif

    init() {
        unsafe posix_spawn_file_actions_init(&files)
        unsafe posix_spawnattr_init(&attributes)
    }

    mutating func destroy() {
        unsafe posix_spawn_file_actions_destroy(&files)
        unsafe posix_spawnattr_destroy(&attributes)
    }

    /// Makes `descriptor` the child's `target`, or the null device when there is none.
    mutating func connect(_ descriptor: Int32?, to target: Int32, nullMode: Int32) {
        if let descriptor {
            unsafe posix_spawn_file_actions_adddup2(&files, descriptor, target)
        } else {
            unsafe posix_spawn_file_actions_addopen(&files, target, "/dev/null", nullMode, 0)
        }
    }

    /// Adds what holds for every child.
    ///
    /// Call it after the descriptors are connected.
    mutating func finish() {
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        #if canImport(Darwin)
        flags |= POSIX_SPAWN_SETSID | POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
        flags |= 0x80  // POSIX_SPAWN_SETSID, which the headers hide from Swift.
        unsafe closeInherited()
        #endif
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    #if !canImport(Darwin)
    /// Closes what other code of this process opened without asking to be closed in children.
    ///
    /// Closing a descriptor that is gone by then does no harm.
    private mutating func closeInherited() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
            unsafe posix_spawn_file_actions_addclose(&files, descriptor)
        }
    }
    #endif
}
