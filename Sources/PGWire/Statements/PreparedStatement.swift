public import PGCore

/// A statement that was looked at beforehand: its types are known, and mistakes in it were found.
///
/// ```swift
/// let find = try await connection.prepare("SELECT name FROM users WHERE id = $1")
/// print(find.parameterTypes)
/// for id in ids { let rows = try await find.query(id) }
/// ```
///
/// It is a convenience: ``Connection/query(_:fileID:line:)`` prepares what it runs as well, and
/// takes as few round trips. A prepared statement outlives changes of the schema, `DEALLOCATE ALL`
/// and its own eviction, since it is parsed again when it has to be. It needs no closing.
public struct PreparedStatement: Sendable {
    /// The connection that runs it.
    public let connection: Connection

    /// What was prepared; held, since a text too long to be kept would be asked about each time.
    let statement: CachedStatement

    /// The SQL.
    public let text: String

    /// What the server said when it was prepared.
    public let description: StatementDescription

    /// The types the server inferred for the placeholders, in their order.
    public var parameterTypes: [OID] { description.parameterTypes }

    /// The columns of the result.
    public var columns: [StatementDescription.Column] { description.columns }

    /// Runs the statement with these values.
    ///
    /// - Throws: As ``Connection/execute(_:)`` does.
    @discardableResult
    public func query(
        _ values: any ParameterEncodable..., fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Rows {
        do throws(PGError) {
            return try await execute(values)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Runs the statement with these values.
    ///
    /// - Throws: As ``Connection/execute(_:)`` does.
    @discardableResult
    public func execute(_ values: [any ParameterEncodable]) async throws(PGError) -> Rows {
        try await connection.execute(statement, values)
    }

    /// Runs the statement for each row of values, many at a time.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As ``Connection/executeMany(_:rows:commit:)-(_,Sequence<[ParameterEncodable]>,_)``
    ///   does.
    @discardableResult
    public func executeMany(
        rows: some Sequence<[any ParameterEncodable]>, commit: ManyCommit = .once
    ) async throws(PGError) -> Int {
        var statement = SQLStatement()
        statement.append(raw: text)
        return try await connection.executeMany(statement, rows: rows, commit: commit)
    }
}

extension Connection {
    /// Asks the server about a statement, to run it with values later.
    ///
    /// It takes one round trip, and every execution another one.
    ///
    /// - Parameter statement: The statement, with `$1`, `$2` … for the values.
    /// - Throws: `PGError.Code.server` when the statement is wrong;
    ///   `PGError.Code.parameterCountMismatch` when it has values already; otherwise as
    ///   ``execute(_:)``.
    public func prepare(_ statement: SQLStatement) async throws(PGError) -> PreparedStatement {
        guard statement.parameters.isEmpty else {
            throw PGError(
                .parameterCountMismatch, "a statement to prepare has no values yet",
                hint: "Write $1, $2 …, and give the values when it is run"
            ).executed(.notSent).inStatement(statement.text)
        }
        let cached = try admit(statement.text, shared: false)
        let (form, description) = try await inspect(cached)
        cached.keep(form)
        return PreparedStatement(
            connection: self, statement: cached, text: statement.text, description: description)
    }

    /// Runs a statement that is held by somebody.
    func execute(
        _ statement: CachedStatement, _ values: [any ParameterEncodable]
    ) async throws(PGError) -> Rows {
        let current = try admit(statement.text, shared: false)
        return try await run(statement.isKept ? current : statement, values)
    }
}
