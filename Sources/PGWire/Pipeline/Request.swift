import PGCore

/// A statement under way: what is to be sent, what has come back, and who waits for it.
///
/// Confined to the connection's event loop: it is made, changed and completed there only.
@safe
final class Request {
    enum Work {
        /// Parse, if this connection has not yet, and describe a statement.
        case describe(PreparedStatement)
        /// Parse and describe a statement without keeping it.
        case inspect(PreparedStatement)
        /// Execute a described statement, parsing it first if this connection has not yet.
        case execute(PreparedStatement, EncodedParameters, format: WireFormat)
        /// Execute SQL that is not worth keeping.
        case once(String)
        /// Fetch from a cursor: SQL that is not worth keeping, with the result's format.
        case fetch(String, WireFormat)
        /// Run a script or a COPY, alone and outside pipeline mode.
        case alone(ExclusiveWork)
    }

    /// The statement's last result, or why there is none.
    typealias Answer = Result<ResultHandle?, PGError>

    /// Names the request to code on other threads.
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
    /// Why the caller gave up, once it did.
    var abandonment: PGError?
    /// Whether it was sent with the parsing of its statement.
    var didParse = false
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
        case .describe, .inspect: false
        case .execute, .once, .fetch, .alone: true
        }
    }

    /// The script or the COPY, if it is one.
    var exclusive: ExclusiveWork? {
        if case .alone(let work) = work { work } else { nil }
    }

    /// Whether the parsing sent with it failed: then nothing came before the error.
    ///
    /// A statement that was parsed stays parsed, even when its first execution fails.
    var didFailToParse: Bool { didParse && error != nil && result == nil }

    /// Waits for the answer, once, on the connection's event loop.
    func wait() async -> Answer {
        await unsafe withUnsafeContinuation { continuation in
            if let answer {
                unsafe continuation.resume(returning: answer)
            } else {
                unsafe caller = continuation
            }
        }
    }

    /// Answers the caller, the first time it is called.
    func complete(_ outcome: Answer) {
        let answer = outcome.mapError { $0.inStatement(text) }
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
