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
    /// - Throws: What the query met; ``PGError/Code/cancelled`` after ``cancel()``.
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

extension Query {
    /// Starts the query without waiting for it.
    ///
    /// Use it to let several queries overlap with each other and with other work:
    ///
    /// ```swift
    /// let users = UserRow.all.submit(on: pool)
    /// let posts = PostRow.all.submit(on: pool)
    /// try await render(users.rows, posts.rows)
    /// ```
    ///
    /// The query runs in a task of its own, with the priority and the task-local values of the
    /// caller. A handle that is dropped lets it run to its end.
    @inlinable
    public func submit<Executor: StatementExecutor & Sendable>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) -> QueryHandle<Element> {
        QueryHandle(
            Task {
                do throws(PGError) {
                    return .success(try await fetch(on: executor, fileID: fileID, line: line))
                } catch {
                    return .failure(error)
                }
            })
    }
}
