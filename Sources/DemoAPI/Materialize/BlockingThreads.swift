import Foundation
import Tracing

/// A few threads that do nothing else and may be blocked.
///
/// The threads that run tasks may not: there are as many as cores, and each that waits serves nobody.
struct BlockingThreads: Sendable {
    static let shared = BlockingThreads(count: 4)

    private let queue: OperationQueue

    init(count: Int) {
        queue = OperationQueue()
        queue.maxConcurrentOperationCount = count
        queue.name = "blocking"
    }

    /// Runs `work` on one of the threads, and waits for it without blocking.
    ///
    /// Work that has begun cannot be cancelled. The task's context goes along, and with it its trace.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let context = ServiceContext.current
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation {
                let result = ServiceContext.$current.withValue(context) { Result(catching: work) }
                continuation.resume(with: result)
            }
        }
    }
}
