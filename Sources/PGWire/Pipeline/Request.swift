import PGCore

/// A statement under way: what is to be sent, what has come back, and who waits for it.
///
/// Confined to the connection's event loop: it is made, changed and completed there only.
@safe
final class Request {
    enum Work {
        /// Parse and describe SQL without keeping it.
        case inspect(String)
        /// Parse SQL, ask the server's catalog for the types of its placeholders, and free it again.
        case inspectLong(String)
        /// Execute a statement, parsing it first if this connection has not yet.
        case execute(CachedStatement, StatementForm, EncodedParameters, format: WireFormat)
        /// Execute several before one sync: together they are a transaction.
        case group(StatementGroup)
        /// Execute SQL that is not worth keeping.
        case once(String)
        /// Free prepared statements.
        case free([String])
        /// Fetch from a cursor: SQL that is not worth keeping, with the result's format.
        case fetch(String, WireFormat)
        /// Run a script or a COPY, alone and outside pipeline mode.
        case alone(ExclusiveWork)
    }

    /// The statement's last result, or why there is none.
    typealias Answer = Result<ResultHandle?, PGError>

    /// Names the request to code on other threads; zero for one that nobody waits for.
    let id: UInt64
    let work: Work
    /// The text to name in errors.
    let text: String
    /// Where streamed rows go; `nil` for a statement whose result is kept whole.
    let stream: StreamBuffer?
    /// The last result so far, and the first error.
    var result: ResultHandle?
    var error: PGError?
    /// The timer that ends the wait, if there is a deadline.
    var timer: TimerQueue.ID?
    /// What to do with the answer to a request nobody waits for.
    var onAnswer: ((Answer) -> Void)?
    /// Why the caller gave up, once it did.
    var abandonment: PGError?
    /// How many results come before the statement's own, from freeing and parsing its name.
    var prelude = 0
    /// Whether a result that is of no interest follows the statement's own.
    var hasCoda = false
    /// Whether it was sent with the parsing of its statement.
    var didParse = false
    /// Whether it was sent with the freeing of a name that stood for something out of date.
    var didFree = false
    /// What was sent ahead of it to begin its transaction.
    var openings: [String] = []
    /// How many of those have not been answered.
    var openingsLeft = 0
    /// Whether it was sent again after a stranger's cancel request hit it.
    var wasRepeated = false
    /// The suspended task that waits for the answer; `nil` once it is answered, and for a stream.
    ///
    /// Safe, since `complete(_:)` takes it out before it resumes it.
    private var caller: UnsafeContinuation<Answer, Never>?
    /// The answer, when it came before anyone waited.
    private var answer: Answer?

    init(id: UInt64, _ work: Work, text: String, stream: StreamBuffer? = nil) {
        self.id = id
        self.work = work
        self.text = text
        self.stream = stream
    }

    /// Whether the statement was run, and not only looked at.
    var executes: Bool {
        switch work {
        case .inspect, .inspectLong, .free: false
        case .execute, .group, .once, .fetch, .alone: true
        }
    }

    /// Whether it may change rows, so that what becomes of it is worth waiting for.
    var mayWrite: Bool {
        switch work {
        case .execute(let statement, _, _, _): statement.mayWrite && stream == nil
        case .group, .once: true
        case .inspect, .inspectLong, .free, .fetch, .alone: false
        }
    }

    /// The script or the COPY, if it is one.
    var exclusive: ExclusiveWork? {
        if case .alone(let work) = work { work } else { nil }
    }

    /// Whether the parsing sent with it failed: then not all results of the prelude came.
    ///
    /// A statement that was parsed stays parsed, even when its first execution fails.
    var didFailToParse: Bool { didParse && error != nil && prelude > 0 }

    /// The text of the statement that failed.
    var textAtFault: String {
        guard case .group(let group) = work else { return text }
        return group.failedForm?.text ?? text
    }

    /// Waits for the answer, once, by a caller on the connection's event loop.
    func wait() async -> Answer {
        await unsafe withUnsafeContinuation { unsafe wait(with: $0) }
    }

    /// Waits for the answer, once, wherever the caller is.
    ///
    /// A task may find itself on another thread than a moment ago, at each suspension.
    @inline(__always)
    nonisolated(nonsending) func wait(on loop: EventLoop) async -> Answer {
        await unsafe withUnsafeContinuation { continuation in
            guard loop.withTurn({ unsafe wait(with: continuation) }) == nil else { return }
            // Safe, since it is used on the loop only, as ever.
            nonisolated(unsafe) let request = self
            loop.execute { unsafe request.wait(with: continuation) }
        }
    }

    @inline(__always)
    @unsafe private func wait(with continuation: UnsafeContinuation<Answer, Never>) {
        if let answer {
            unsafe continuation.resume(returning: answer)
        } else {
            unsafe caller = continuation
        }
    }

    /// Answers the caller, the first time it is called.
    func complete(_ outcome: Answer) {
        let answer = outcome.mapError { $0.inStatement(text) }
        onAnswer?(outcome)
        if let stream {
            stream.finish(answer.map { _ in })
        } else if let caller = unsafe caller.take() {
            unsafe caller.resume(returning: answer)
        } else if self.answer == nil {
            self.answer = answer
            exclusive?.ended(answer)
        }
    }
}
