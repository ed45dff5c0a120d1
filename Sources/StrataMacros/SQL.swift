public import PGCore
public import QueryBuilder

/// A statement written as SQL, which is checked while compiling.
///
/// ```swift
/// let rows = try await pool.query(#sql("SELECT name FROM users WHERE id = \(id)"))
/// ```
///
/// The text is a literal. `\(…)` binds a value, or inserts a column or an expression of the query
/// builder; `\(identifier: name)` quotes a name; there is no way to insert text. The compiler refuses
/// what the server would misread: quotes, comments and brackets that are not closed, values inside of
/// quotes or comments, placeholders of its own, several statements. A constant says its type:
/// `let part: SQLStatement = #sql("…")`.
@freestanding(expression)
public macro sql(_ text: SQLStatement) -> SQLStatement =
    #externalMacro(module: "StrataMacrosPlugin", type: "SQLMacro")

/// A part of a statement written as SQL, which is checked while compiling.
///
/// ```swift
/// UserRow.where { Expression(#sql("\($0.name) ~* \(pattern)")) }
/// ```
@freestanding(expression)
public macro sql(_ text: SQLFragment) -> SQLFragment =
    #externalMacro(module: "StrataMacrosPlugin", type: "SQLMacro")

/// An expression written as SQL, which is checked while compiling, of a type that is asserted.
///
/// ```swift
/// UserRow.where { #sql("\($0.name) ~* \(pattern)", as: Bool.self) }
///     .orderBy { #sql("length(\($0.name))", as: Int.self).descending }
/// ```
@freestanding(expression)
public macro sql<Value: SQLValue>(
    _ text: SQLFragment, as type: Value.Type
) -> Expression<Value> = #externalMacro(module: "StrataMacrosPlugin", type: "SQLMacro")
