#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A tiny shell process that stops the server when this process is gone, however it ended.
///
/// It reads a pipe whose other end only this process holds. A kill, a crash and a plain exit all close
/// that end, and the watchdog then does what `stop()` would have done.
struct Watchdog: Sendable {
    let process: ChildProcess
    private let writing: Int32

    /// Starts watching over the cluster in `directory`.
    ///
    /// - Parameters:
    ///   - directory: The cluster to look after.
    ///   - signal: What to stop the server with.
    ///   - removing: The folders to remove after the server has gone.
    static func start(
        _ directory: ClusterDirectory, signal: StopSignal, removing: [String]
    ) throws(LocalPostgresError) -> Watchdog {
        let ends = try Pipe.make()
        defer { ends.closeReading() }
        do {
            let process = try ChildProcess.spawn(
                ["/bin/sh", "-c", script, "strata-watchdog", directory.data, signal.rawValue]
                    + removing,
                input: ends.reading)
            return Watchdog(process: process, writing: ends.writing)
        } catch {
            ends.closeWriting()
            throw error
        }
    }

    /// Tells the watchdog which process the server is, once that is known.
    func watch(_ server: Int32) {
        send("server \(server)\n")
    }

    /// Ends the watchdog without touching anything.
    func dismiss() {
        send("done\n")
        _ = close(writing)
        if process.exit(within: .seconds(2)) == nil {
            process.signal(SIGKILL)
            _ = process.exit(within: .seconds(1))
        }
    }

    /// Leaves the server to the watchdog, which stops it as if this process had ended.
    func release() {
        _ = close(writing)
    }

    private func send(_ line: String) {
        // A dead watchdog must not end this process: SIGPIPE is blocked around the write.
        SilentWrite.write(Array(line.utf8), to: writing)
    }

    /// Arguments: data directory, signal, folders to remove.
    ///
    /// Without a word about the server's process the parent died while the server was starting; it is
    /// then looked up in the file it writes. Fractions of a second in `sleep` work on GNU, BSD and
    /// BusyBox systems alike.
    private static let script = """
        trap '' HUP INT TERM QUIT PIPE
        data=$1 signal=$2
        shift 2
        server=
        while read -r word value; do
            case $word in
            server) server=$value ;;
            done) exit 0 ;;
            esac
        done
        tries=0
        while [ -z "$server" ] && [ "$tries" -lt 50 ]; do
            if [ -s "$data/postmaster.pid" ]; then
                read -r server <"$data/postmaster.pid"
            else
                sleep 0.1
            fi
            tries=$((tries + 1))
        done
        if [ -n "$server" ] && kill -0 "$server"; then
            kill -s "$signal" "$server"
            tries=0
            while kill -0 "$server" && [ "$tries" -lt 600 ]; do
                sleep 0.1
                tries=$((tries + 1))
            done
        fi 2>/dev/null
        for folder in "$@"; do
            rm -rf -- "$folder"
        done
        """
}

/// How to ask a server to stop.
enum StopSignal: String, Sendable {
    /// A fast shutdown: sessions are ended, everything is written.
    case fast = "INT"

    /// An immediate shutdown: nothing is written, the next start would have to recover.
    case immediate = "QUIT"

    case kill = "KILL"

    var number: Int32 {
        switch self {
        case .fast: SIGINT
        case .immediate: SIGQUIT
        case .kill: SIGKILL
        }
    }
}

/// Writing to a pipe whose reader may be gone, without the signal that would end this process.
enum SilentWrite {
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        #if canImport(Darwin)
        _ = fcntl(descriptor, F_SETNOSIGPIPE, 1)
        _ = unsafe Darwin.write(descriptor, bytes, bytes.count)
        #else
        var blocked = sigset_t()
        var previous = sigset_t()
        unsafe sigemptyset(&blocked)
        unsafe sigaddset(&blocked, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, &previous)
        if systemWrite(descriptor, bytes, bytes.count) < 0, errno == EPIPE {
            var noTime = timespec()
            _ = unsafe sigtimedwait(&blocked, nil, &noTime)
        }
        unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
        #endif
    }
}

#if !canImport(Darwin)
private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
#endif
