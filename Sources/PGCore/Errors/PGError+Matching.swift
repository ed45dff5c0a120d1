extension SQLState {
    /// Whether an error is the server's, with this code: `catch SQLState.uniqueViolation`.
    public static func ~= (pattern: SQLState, error: any Error) -> Bool {
        (error as? PGError)?.sqlState == pattern
    }
}

extension SQLState.Class {
    /// Whether an error is the server's, with a code of this class.
    public static func ~= (pattern: SQLState.Class, error: any Error) -> Bool {
        (error as? PGError)?.sqlState?.class == pattern
    }
}

extension PGError.Code {
    /// Whether an error is of this library and of this kind: `catch PGError.Code.poolTimeout`.
    public static func ~= (pattern: PGError.Code, error: any Error) -> Bool {
        (error as? PGError)?.code == pattern
    }
}

extension PGError {
    /// Whether a key, foreign key, check or not-null constraint was violated.
    public var isIntegrityConstraintViolation: Bool {
        sqlState?.isIntegrityConstraintViolation == true
    }

    /// The kind of the error in few different words, such as `server.23505` or `poolTimeout`: a label
    /// for metrics.
    public var shortDescription: String {
        guard code == .server, let sqlState else { return code.rawValue }
        return "\(code).\(sqlState)"
    }
}
