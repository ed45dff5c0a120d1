import Dispatch
public import PGCore
import Synchronization

extension Connection: BlockingStatementExecutor {
    /// Runs a statement and blocks the calling thread until the server answered.
    ///
    /// - Throws: As ``execute(_:)`` does; `PGError.Code.blockingOnEventLoop` on an event loop's
    ///   thread, which has to stay free to receive the answer.
    @available(*, noasync, message: "blocks the thread; use execute(_:) in asynchronous code")
    public nonisolated func executeBlocking(_ statement: SQLStatement) throws(PGError) -> Rows {
        guard !EventLoopThreads.containsCurrent else {
            throw PGError(
                .blockingOnEventLoop, "a blocking call on an event loop's thread would never end",
                hint: "Use fetch(on:) or execute(_:) there")
        }
        let answer = BlockingAnswer()
        Task(executorPreference: loop.tasks) {
            do throws(PGError) {
                answer.give(.success(try await self.execute(statement)))
            } catch {
                answer.give(.failure(error))
            }
        }
        return try answer.wait().get()
    }
}

/// A place where one thread waits for another's answer.
private final class BlockingAnswer: Sendable {
    private let answer = Mutex<Result<Rows, PGError>?>(nil)
    private let isGiven = DispatchSemaphore(value: 0)

    func give(_ result: Result<Rows, PGError>) {
        answer.withLock { $0 = result }
        isGiven.signal()
    }

    func wait() -> Result<Rows, PGError> {
        isGiven.wait()
        return answer.withLock { $0 } ?? .failure(.connectionIsClosed)
    }
}
