public import PGCore

/// What the server says about a statement without running it.
public struct StatementDescription: Sendable, Hashable {
    /// A column of the result.
    public struct Column: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The type.
        public let type: OID
        /// The type's modifier, such as the length of `varchar(10)` plus four; -1 for none.
        public let typeModifier: Int
        /// The table the column comes from as it is, if it does.
        public let table: OID?
        /// The column's number in that table, counted from 1: `pg_attribute.attnum`.
        public let numberInTable: Int?
    }

    /// The types the server inferred for the placeholders, in their order.
    public let parameterTypes: [OID]

    /// The columns of the result; none for a statement that returns no rows, or that has more than
    /// 7,000 placeholders.
    public let columns: [Column]

    init(parameterTypes: [OID]) {
        self.parameterTypes = parameterTypes
        columns = []
    }

    init(of result: ResultHandle) {
        parameterTypes = result.parameterTypes
        columns = (0..<result.columnCount).map { index in
            let table = result.columnTable(at: index)
            return Column(
                name: result.columnName(at: index), type: result.columnType(at: index),
                typeModifier: result.columnModifier(at: index), table: table,
                numberInTable: table == nil ? nil : result.columnNumber(at: index))
        }
    }
}

extension Connection {
    /// Asks the server what a statement is, without running it and without keeping it.
    ///
    /// See "Extended Query" in the PostgreSQL manual's protocol chapter.
    ///
    /// - Throws: `PGError.Code.server` when the statement is wrong; otherwise as ``execute(_:)``.
    public func describe(
        _ statement: SQLStatement
    ) async throws(PGError) -> StatementDescription {
        try await inspect(statements.statement(for: statement.text)).1
    }
}

extension ConnectionPool {
    /// Asks the server what a statement is, without running it.
    ///
    /// - Throws: As ``Connection/describe(_:)`` does, or as `withConnection(_:)` before that.
    public func describe(
        _ statement: SQLStatement
    ) async throws(PGError) -> StatementDescription {
        let connection = try await lease()
        do throws(PGError) {
            let description = try await connection.describe(statement)
            await release(connection)
            return description
        } catch {
            await release(connection)
            throw error
        }
    }
}
