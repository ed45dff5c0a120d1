import Foundation
import PGCore
import PGWire

/// Strata's side of the comparison: one workload in a process of its own, as `c/limit.c` is.
///
/// Usage: `Client loops|global|own WORKLOAD CONNECTIONS SECONDS`, or `Client count WORKLOAD 1 OPERATIONS`, or
/// `count-pool` for statements given to the pool.
/// With `loops` the tasks run on the pool's event loops, with `global` on Swift's own threads, with
/// `own` on the loops with a connection for each.
/// Prints: operations, nanoseconds, microseconds of CPU, peak memory in KB, checksum per operation.
/// `Client render` needs no server: it prints what building and rendering a query takes.
/// `Client memory` prints the bytes that a loaded entity takes.
@main
struct Client {
    // Not asynchronous: an asynchronous `main` parks the first thread in a way that valgrind, which
    // counts the instructions, may not survive.
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.dropFirst() == ["render"] {
            print(Rendering.report())
            return
        }
        if arguments.dropFirst() == ["memory"] {
            wait {
                let pool = try ConnectionPool(.environment)
                print(try await pool.withExecutor { try await EntityWork.memory(on: pool) })
                await pool.close()
            }
            return
        }
        guard arguments.count == 5, let place = Place(rawValue: arguments[1]),
            let workload = Workload(rawValue: arguments[2]), let connections = Int(arguments[3]),
            let amount = Double(arguments[4])
        else {
            let names = Workload.allCases.map(\.rawValue).joined(separator: "|")
            finish("usage: Client loops|global|own|count \(names) CONNECTIONS SECONDS")
        }
        let run = Run(workload: workload, place: place, connections: connections)
        wait {
            try await run.perform(place.isCounted ? Int(amount) : nil)
        } meanwhile: {
            if !place.isCounted { print(run.clock.measure(seconds: amount)) }
        }
    }

    /// Runs `body` on other threads than the first.
    private static func wait(
        for body: @escaping @Sendable () async throws -> Void, meanwhile: () -> Void = {}
    ) {
        let isOver = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                try await body()
            } catch {
                finish("error: \(error)")
            }
            isOver.signal()
        }
        meanwhile()
        isOver.wait()
    }

    private static func finish(_ message: String) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(1)
    }
}

/// Where the tasks run.
enum Place: String {
    case loops, global, own, count
    case countPool = "count-pool"

    /// Whether a number of operations is done, and no time is measured.
    var isCounted: Bool { self == .count || self == .countPool }
}
