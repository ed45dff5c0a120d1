extension ConnectionPool {
    /// One of the pool's event loops, for tasks to prefer as their executor.
    ///
    /// ``withExecutor(_:)`` is the same for a closure that may be sent to the loop. Use this where the
    /// closure is somebody else's and may not, as in a server's middleware:
    ///
    /// ```swift
    /// try await withTaskExecutorPreference(pool.executor) { try await next(request, context) }
    /// ```
    ///
    /// From the main actor the task would stay on its thread. Do no heavy work on the loop: it serves
    /// other connections too.
    public var executor: any TaskExecutor {
        nextSubPool.loop.tasks
    }
}
