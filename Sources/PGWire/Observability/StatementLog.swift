public import Logging
import PGCore

/// Logs every statement, with what it is about as metadata; failed ones at a level of their own.
///
/// Parameter values are never logged.
public struct StatementLog: StatementObserver {
    private let logger: Logger
    private let level: Logger.Level
    private let failureLevel: Logger.Level

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - logger: Where to log.
    ///   - level: The level of statements that went well.
    ///   - failureLevel: The level of those that failed.
    public init(
        _ logger: Logger, level: Logger.Level = .debug, failureLevel: Logger.Level = .info
    ) {
        self.logger = logger
        self.level = level
        self.failureLevel = failureLevel
    }

    /// Logs a statement.
    public func ended(_ execution: StatementExecution) {
        if execution.error != nil {
            logger.log(level: failureLevel, "statement failed", metadata: execution.metadata)
        } else {
            logger.log(level: level, "statement", metadata: execution.metadata)
        }
    }
}
