public import PGCore

/// A query that is already running, whose rows are wanted later.
public struct QueryHandle<Element: Sendable>: Sendable {
    private let task: Task<Result<[Element], PGError>, Never>

    @usableFromInline
    init(_ task: Task<Result<[Element], PGError>, Never>) {
        self.task = task
    }

    /// The rows, as soon as they are there.
    ///
    /// Cancelling a task that waits for them cancels the query.
    ///
    /// - Throws: What the query met; `PGError.Code.cancelled` after ``cancel()``.
    public var rows: [Element] {
        get async throws(PGError) {
            let result = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            return try result.get()
        }
    }

    /// Stops the query: the server stops working on it, and the connection stays usable.
    public func cancel() {
        task.cancel()
    }
}
