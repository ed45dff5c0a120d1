import Dispatch
import PGCore
import PGWire

/// One workload in a process of its own, as `c/limit.c` is.
///
/// Usage: `Client WORKLOAD OPERATIONS`. Prints: operations, nanoseconds, checksum.
@main
struct Client {
    // Not asynchronous: an asynchronous `main` parks the first thread in a way that valgrind, which
    // counts the instructions, may not survive.
    static func main() {
        let isOver = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                try await run(CommandLine.arguments)
            } catch {
                print("error: \(error)")
            }
            isOver.signal()
        }
        isOver.wait()
    }

    private static func run(_ arguments: [String]) async throws {
        guard arguments.count == 3, let workload = Workload(rawValue: arguments[1]),
            let operations = Int(arguments[2])
        else {
            let names = Workload.allCases.map(\.rawValue).joined(separator: "|")
            throw PGError(.invalidConfiguration, "usage: Client \(names) OPERATIONS")
        }
        let measured = try await workload.run(operations)
        print(operations, measured.nanoseconds, measured.checksum)
    }
}

/// What a workload hands back.
struct Measured: Sendable {
    let nanoseconds: Int64
    let checksum: UInt64

    /// Times `body` by itself: what came before it, such as connecting, does not count.
    static func timing(_ body: () async throws -> UInt64) async throws -> Measured {
        let began = ContinuousClock.now
        let checksum = try await body()
        let (seconds, attoseconds) = began.duration(to: .now).components
        return Measured(
            nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000,
            checksum: checksum)
    }
}
