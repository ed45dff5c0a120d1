/// Running a statement and reading its rows in one call, on whatever runs statements.
///
/// An error of these names the call and carries the statement's text, also when it is about a value.
extension StatementExecutor {
    /// Runs a statement and decodes the only row.
    ///
    /// ```swift
    /// let (name, age) = try await pool.queryOne(
    ///     "SELECT name, age FROM users WHERE id = \(id)", as: String.self, Int?.self)
    /// ```
    ///
    /// - Throws: As ``execute(_:)`` does; ``PGError/Code/rowCountMismatch`` when there is not exactly
    ///   one row; a decoding code naming the column.
    public func queryOne<each Value: RowDecodable>(
        _ statement: SQLStatement, as types: repeat (each Value).Type,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat each Value) {
        do throws(PGError) {
            return try await execute(statement).one(repeat each types)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs a statement and decodes the only row's only column, or returns `nil` when there is no row.
    ///
    /// - Throws: As ``execute(_:)`` does; ``PGError/Code/rowCountMismatch`` when there are several
    ///   rows; a decoding code naming the column.
    public func queryOneOrNil<Value: RowDecodable>(
        _ statement: SQLStatement, as type: Value.Type,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Value? {
        do throws(PGError) {
            return try await execute(statement).oneOrNil(type)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs a statement and decodes the only row, or returns `nil` when there is none.
    ///
    /// - Throws: As ``execute(_:)`` does; ``PGError/Code/rowCountMismatch`` when there are several
    ///   rows; a decoding code naming the column.
    public func queryOneOrNil<Value1: RowDecodable, each Value: RowDecodable>(
        _ statement: SQLStatement, as type1: Value1.Type, _ types: repeat (each Value).Type,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (Value1, repeat each Value)? {
        do throws(PGError) {
            return try await execute(statement).oneOrNil(type1, repeat each types)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs a statement and decodes the first column of the first row.
    ///
    /// ```swift
    /// let count = try await pool.queryValue("SELECT count(*) FROM users", as: Int.self)
    /// ```
    ///
    /// - Throws: As ``execute(_:)`` does; ``PGError/Code/rowCountMismatch`` when there is no row;
    ///   a decoding code naming the column.
    public func queryValue<Value: RowDecodable>(
        _ statement: SQLStatement, as type: Value.Type = Value.self,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Value {
        do throws(PGError) {
            return try await execute(statement).value(type)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs a statement and decodes the first column of the first row, or returns `nil` when it is
    /// NULL or there is no row.
    ///
    /// - Throws: As ``execute(_:)`` does, or a decoding code naming the column.
    public func queryValueOrNil<Value: RowDecodable>(
        _ statement: SQLStatement, as type: Value.Type = Value.self,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Value? {
        do throws(PGError) {
            return try await execute(statement).valueOrNil(type)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}

/// The same into Codable types, and as JSON.
extension StatementExecutor {
    /// Runs a statement and decodes every row into a Codable type.
    ///
    /// ```swift
    /// let users = try await pool.query("SELECT * FROM users", into: User.self)
    /// ```
    ///
    /// - Throws: As ``execute(_:)`` and ``RowBatch/decode(into:columns:)`` do.
    public func query<Value: Decodable>(
        _ statement: SQLStatement, into type: Value.Type,
        columns naming: ColumnNaming = .asWrittenOrSnakeCase,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [Value] {
        do throws(PGError) {
            return try await execute(statement).decode(into: type, columns: naming)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs a statement and decodes the only row into a Codable type.
    ///
    /// - Throws: As ``execute(_:)`` and ``RowBatch/one(into:columns:)`` do.
    public func queryOne<Value: Decodable>(
        _ statement: SQLStatement, into type: Value.Type,
        columns naming: ColumnNaming = .asWrittenOrSnakeCase,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Value {
        do throws(PGError) {
            return try await execute(statement).one(into: type, columns: naming)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs a statement and decodes the only row into a Codable type, or returns `nil` when there is
    /// none.
    ///
    /// - Throws: As ``execute(_:)`` and ``RowBatch/oneOrNil(into:columns:)`` do.
    public func queryOneOrNil<Value: Decodable>(
        _ statement: SQLStatement, into type: Value.Type,
        columns naming: ColumnNaming = .asWrittenOrSnakeCase,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Value? {
        do throws(PGError) {
            return try await execute(statement).oneOrNil(into: type, columns: naming)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}

extension StatementExecutor {
    /// Runs a statement and returns its rows as JSON bytes.
    ///
    /// - Throws: As ``execute(_:)`` and ``RowBatch/jsonBytes(_:options:)`` do.
    public func queryJSON(
        _ statement: SQLStatement, _ layout: JSONLayout = .array,
        options: JSONOptions = JSONOptions(), fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [UInt8] {
        do throws(PGError) {
            return try await execute(statement).jsonBytes(layout, options: options)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}
