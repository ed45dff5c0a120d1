import Foundation

/// Runs work that blocks (waiting for processes, files and locks) on a thread of its own.
///
/// The threads of Swift's global pool are few; none of them may wait for a server to start.
enum BlockingWork {
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(LocalPostgresError) -> Value
    ) async throws(LocalPostgresError) -> Value {
        let result = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: Result(catching: work))
            }
        }
        return try result.get()
    }
}
