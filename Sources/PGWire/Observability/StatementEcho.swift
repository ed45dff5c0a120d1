import PGCore
import Synchronization

/// Writes every statement, what came of it and how long it took; for development.
///
/// ```swift
/// configuration.connection.observers.append(StatementEcho())
/// // SELECT name FROM users WHERE id = $1  -- 1 row, 0.412 ms
/// ```
public struct StatementEcho: StatementObserver {
    private let showsParameters: Bool
    private let write: @Sendable (String) -> Void

    /// Makes an echo.
    ///
    /// - Parameters:
    ///   - showsParameters: Whether to show the bound values, which may be secrets.
    ///   - write: Where to write a line; the standard output when left out.
    public init(
        showsParameters: Bool = false,
        write: @escaping @Sendable (String) -> Void = { print($0) }
    ) {
        self.showsParameters = showsParameters
        self.write = write
    }

    /// Writes a statement.
    public func ended(_ execution: StatementExecution) {
        var line = execution.statement.text
        if showsParameters, !execution.statement.parameters.isEmpty {
            let values = execution.statement.parameters.enumerated().map { "$\($0 + 1) = \($1)" }
            line += "  -- \(values.joined(separator: ", "))"
        }
        let outcome =
            if let error = execution.error {
                "failed (\(error.sqlState?.rawValue ?? error.code.rawValue))"
            } else {
                execution.rowCount == 1 ? "1 row" : "\(execution.rowCount) rows"
            }
        line += "  -- \(outcome), \(execution.duration.inMilliseconds) ms"
        if let plan = execution.plan { line += "\n" + plan }
        write(line)
    }

    /// Writes a notice.
    public func noticed(_ notice: ServerError, on server: ServerEndpoint) {
        write("-- \(notice.severity): \(notice.message)")
    }
}
