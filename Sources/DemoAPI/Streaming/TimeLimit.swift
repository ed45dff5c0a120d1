import Synchronization

/// Runs `operation`, cancels it when it takes too long, and throws `failure` then.
///
/// The operation starts at once. One that has ended when it would first have to wait, as the reading of
/// a body that has arrived, needs no timer.
func withTimeLimit<Value: Sendable>(
    _ limit: Duration, else failure: APIError,
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        let hasEnded = Latch()
        group.addTaskAtOnce {
            defer { hasEnded.set() }
            return try await operation()
        }
        if !hasEnded.isSet {
            group.addTask {
                try await Task.sleep(for: limit)
                throw failure
            }
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw failure }
        return value
    }
}

extension ThrowingTaskGroup where Failure == any Error {
    /// Adds a task that runs until it first waits before this returns, where the system can do that.
    fileprivate mutating func addTaskAtOnce(
        _ operation: @escaping @Sendable () async throws -> ChildTaskResult
    ) {
        if #available(macOS 26, *) {
            addImmediateTask { try await operation() }
        } else {
            addTask { try await operation() }
        }
    }
}

/// Something that happens once.
private final class Latch: Sendable {
    private let state = Atomic(false)

    var isSet: Bool { state.load(ordering: .acquiring) }
    func set() { state.store(true, ordering: .releasing) }
}
