/// Runs `operation`, cancels it when it takes too long, and throws `failure` then.
func withTimeLimit<Value: Sendable>(
    _ limit: Duration, else failure: APIError,
    _ operation: @escaping @Sendable @concurrent () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw failure
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw failure }
        return value
    }
}
