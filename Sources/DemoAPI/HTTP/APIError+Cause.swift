import Hummingbird
import ORM
import PGCore

extension APIError {
    /// Decides what a client is told about an error of any kind.
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as PGError: self.init(database: error)
        case let error as any HTTPResponseError: self.init(http: error)
        // Nobody waits for the answer any more, or the program is about to stop.
        case is CancellationError: self = .unavailable
        default: self = .unexpected
        }
    }

    /// The status and, never repeating SQL, what a database error means.
    private init(database error: PGError) {
        let fields = error.properties(in: User.self)
        switch error.code {
        case .poolTimeout, .poolExhausted, .poolClosed, .connectionFailed, .connectionLost,
            .deadlineExceeded, .cancelled:
            self = .unavailable
        case .server where error.isRetryable || error.sqlState == .queryCanceled:
            self = .unavailable
        case .staleData:
            self = .contended
        case .server where error.sqlState == .foreignKeyViolation:
            self = .notFound("what this belongs to was deleted meanwhile")
        case .server where error.sqlState == .uniqueViolation && !fields.isEmpty:
            self = .conflict(fields)
        case .server where error.sqlState == .checkViolation && !fields.isEmpty:
            self = .invalid(fields.map { FieldProblem(field: $0, message: "is not allowed") })
        default:
            self = .unexpected
        }
    }

    /// What the framework found wrong, such as an unknown route or a body that is too large.
    private init(http error: any HTTPResponseError) {
        let phrase = error.status.reasonPhrase.lowercased()
        self.init(
            status: error.status, code: phrase.split(separator: " ").joined(separator: "_"),
            message: phrase,
            headers: (error as? HTTPError)?.headers ?? [:])
    }
}
