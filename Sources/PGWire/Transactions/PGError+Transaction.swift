public import PGCore

extension PGError.Code {
    /// Nobody knows whether COMMIT took effect: its answer was lost.
    ///
    /// `PGError.underlying` says why. Before doing the work again, look whether it was done.
    public static let commitFailed = PGError.Code(rawValue: "commitFailed")
    /// A transaction's closure threw and its rollback failed too; the connection was closed, which
    /// rolls back as well.
    ///
    /// `PGError.underlying` is the closure's error.
    public static let rollbackFailed = PGError.Code(rawValue: "rollbackFailed")
    /// A statement of a transaction's closure ended the transaction.
    public static let transactionEnded = PGError.Code(rawValue: "transactionEnded")
}

extension PGError {
    static func commitFailed(_ error: PGError) -> PGError {
        let failed = PGError(
            .commitFailed, "whether the transaction was committed is unknown: \(error.message)",
            hint: "Look whether its changes are there before you repeat it"
        ).executed(.mayHaveRun).inStatement("COMMIT").caused(by: error)
        return error.server.map(failed.reported) ?? failed
    }

    /// A closure's error together with that of the rollback it led to.
    static func combined(_ error: any Error, _ failure: PGError) -> PGError {
        if let error = error as? PGError { return error.suppressing(failure) }
        return PGError(
            .rollbackFailed, "the transaction failed, and its rollback as well: \(failure.message)"
        ).caused(by: error).suppressing(failure)
    }
}
