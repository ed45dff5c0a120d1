#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A program started by this process, in a session of its own.
///
/// The session keeps a Ctrl-C typed at the terminal from reaching the server before its owner has
/// decided to stop it. Signals are reset to their defaults, and only the three standard descriptors
/// are passed on: a server that outlives its parent must not hold the parent's sockets open.
struct ChildProcess: Sendable {
    let processID: Int32

    enum Exit: Sendable, Equatable {
        case code(Int32)
        case signal(Int32)
    }

    /// Starts a program; `input` is its standard input, `output` both standard output and error.
    ///
    /// Without them the program reads from, and writes to, the null device.
    static func spawn(
        _ command: [String], environment: [String: String] = ServerEnvironment.variables,
        input: Int32? = nil, output: Int32? = nil
    ) throws(LocalPostgresError) -> ChildProcess {
        var actions = unsafe SpawnActions()
        defer { unsafe actions.destroy() }
        unsafe actions.connect(input, to: 0, nullMode: O_RDONLY)
        unsafe actions.connect(output, to: 1, nullMode: O_WRONLY)
        unsafe actions.connect(output, to: 2, nullMode: O_WRONLY)
        unsafe actions.finish()

        // An unprivileged server may not be able to enter the folder this process works in.
        let whole = ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + command
        var arguments = unsafe whole.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup("\($0)=\($1)") } + [nil]
        defer {
            unsafe arguments.forEach { unsafe free($0) }
            unsafe variables.forEach { unsafe free($0) }
        }
        var processID: pid_t = 0
        let failure = unsafe posix_spawn(
            &processID, whole[0], &actions.files, &actions.attributes, &arguments, &variables)
        guard failure == 0 else {
            throw LocalPostgresError(
                .startFailed, "Could not run \(command[0]): \(System.describe(failure)).")
        }
        return ChildProcess(processID: processID)
    }

    /// How the program ended; nil while it runs.
    ///
    /// Asking again after it ended gives code 0.
    func exit() -> Exit? {
        var status: Int32 = 0
        let answer = unsafe waitpid(processID, &status, WNOHANG)
        if answer == 0 || (answer < 0 && errno == EINTR) { return nil }
        guard answer == processID else { return .code(0) }
        let signal = status & 0x7f
        return signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
    }

    /// Waits for the program to end; nil when it did not in time.
    func exit(within duration: Duration) -> Exit? {
        let patience = Patience(duration)
        while !patience.isOver {
            if let exit = exit() { return exit }
            System.pause()
        }
        return exit()
    }

    func signal(_ number: Int32) {
        _ = kill(processID, number)
    }

    /// Kills the program and every program it has started, and waits until all have gone.
    func killAll() {
        // It leads a session, so its process id names the group of all of them.
        _ = kill(-processID, SIGKILL)
        let patience = Patience(.seconds(5))
        while exit() == nil || kill(-processID, 0) == 0, !patience.isOver {
            System.pause()
        }
    }
}

/// What the server's programs see of the environment: nothing of the caller's.
///
/// Variables such as `PGPORT`, `PGDATA` or a locale would change what the server does.
enum ServerEnvironment {
    static let variables = [
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LC_ALL": "C",
        "TZ": "UTC",
    ]
}
