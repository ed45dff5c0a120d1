/// Everything the server said about an error or a notice.
///
/// The fields and their names are those of "Error and Notice Message Fields" in the PostgreSQL
/// manual. A field the server did not send is `nil`.
public struct ServerError: Sendable, Hashable {
    /// ERROR, FATAL, PANIC, WARNING, NOTICE …, never translated.
    public var severity = "ERROR"
    /// The SQLSTATE code.
    public var sqlState: SQLState = "XX000"
    /// The primary message.
    public var message = ""
    /// The severity in the language of the server's messages, such as `FEHLER`.
    public var localizedSeverity: String?
    /// A secondary message with more detail.
    ///
    /// It may quote values from the row.
    public var detail: String?
    /// A suggestion what to do.
    public var hint: String?
    /// Where in the statement the error is, counted in characters from 1.
    public var position: Int?
    /// Where in ``internalQuery`` the error is, counted in characters from 1.
    public var internalPosition: Int?
    /// The internally generated statement that failed, such as one in a PL/pgSQL function.
    public var internalQuery: String?
    /// The call stack of functions the error occurred in.
    public var context: String?
    /// The schema of the object at fault.
    public var schema: String?
    /// The table at fault.
    public var table: String?
    /// The column at fault.
    public var column: String?
    /// The data type at fault.
    public var dataType: String?
    /// The constraint at fault.
    public var constraint: String?
    /// The server's source file.
    public var sourceFile: String?
    /// The line in the server's source file.
    public var sourceLine: String?
    /// The server's source routine.
    public var routine: String?

    /// Makes an error with the fields the server always sends.
    public init(severity: String = "ERROR", sqlState: SQLState, message: String) {
        self.severity = severity
        self.sqlState = sqlState
        self.message = message
    }
}
