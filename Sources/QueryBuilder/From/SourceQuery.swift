import PGCore

/// A query whose rows may be read by another: each of its columns has a type of SQL.
///
/// The columns are an associated type, and not spelled out as the pack they are, because the compiler
/// then knows them at once: a chain that goes on after ``common(_:)`` or ``derived(_:)`` type-checks
/// ten times as fast.
public protocol SourceQuery<TupleRow>: Query {
    /// The columns by their place; see ``TupleColumns``.
    associatedtype TupleRow: SourceColumns

    /// The names that the columns have in SQL.
    static var tupleNames: [String] { get }

    /// The query as it is defined before another, under a name.
    func definition(named name: String) -> CommonTableDefinition
}

extension SourceQuery {
    /// The query as a common table, its columns by their place; see ``TupleColumns``.
    ///
    /// A change of data happens whether what it returns is read or not:
    ///
    /// ```swift
    /// let moved = QueueRow.delete.where { $0.isDone }.returning { ($0.id, $0.body) }
    ///     .common("moved")
    /// let query = ArchiveRow.insert(columns: \.id, \.body)
    ///     .select(moved.select { ($0.columns.0, $0.columns.1) })
    /// ```
    public func common(_ name: String) -> CommonTable<TupleRow> {
        CommonTable(definition(named: name))
    }
}

extension SourceQuery where Self: SelectQuery {
    /// The query as a derived table, its columns by their place; see ``TupleColumns``.
    public func derived(_ name: String) -> Derived<TupleRow> {
        Derived(SourceItem(.subquery(statement), name: name, columns: Self.tupleNames))
    }
}

extension Select: SourceQuery where repeat each Output: SQLValue {
    /// The columns by their place.
    public typealias TupleRow = TupleColumns<repeat each Output>

    /// The names that the columns have in SQL.
    public static var tupleNames: [String] { TupleRow.names }

    /// The query as it is defined before another, under a name.
    public func definition(named name: String) -> CommonTableDefinition {
        CommonTableDefinition(name, Self.tupleNames, .select(statement))
    }
}

extension Returning: SourceQuery where repeat each Output: SQLValue {
    /// The columns by their place.
    public typealias TupleRow = TupleColumns<repeat each Output>

    /// The names that the columns have in SQL.
    public static var tupleNames: [String] { TupleRow.names }

    /// The change as it is defined before another statement, under a name.
    public func definition(named name: String) -> CommonTableDefinition {
        CommonTableDefinition(name, Self.tupleNames, .change(statement))
    }
}
