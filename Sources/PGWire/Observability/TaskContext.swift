#if Tracing
import Tracing
#endif

/// What belongs to the task that asked for something, kept until it has ended and is reported, which
/// for streams, COPY and batches happens outside the task.
struct TaskContext: Sendable {
    #if Tracing
    private let context: ServiceContext?
    #endif

    /// The running task's.
    static var current: TaskContext {
        #if Tracing
        TaskContext(context: ServiceContext.current)
        #else
        TaskContext()
        #endif
    }

    /// Runs `body` as if the task did, so that a span it makes is the child of the task's.
    func run(_ body: () -> Void) {
        #if Tracing
        ServiceContext.$current.withValue(context, operation: body)
        #else
        body()
        #endif
    }
}
