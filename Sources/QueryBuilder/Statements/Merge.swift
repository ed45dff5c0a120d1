public import PGCore

/// A MERGE for which it is still to be said what happens to rows.
///
/// ```swift
/// StockRow.merge(using: DeliveryRow.all, as: "d") { stock, d in stock.item == d.item }
///     .whenMatched { stock, d in d.isRecall }.delete()
///     .whenMatched().update { update, d in update.set(\.count) { $0.count + d.count } }
///     .whenNotMatched().insert { insert, d in
///         insert.set(\.item, to: d.item).set(\.count, to: d.count)
///     }
/// ```
///
/// For each row the first branch counts whose condition is true. It cannot be run before there is
/// one. See "MERGE" in the PostgreSQL manual; from PostgreSQL 15 on.
public struct MergeDraft<Target: Table, Source: SourceColumns>: MergeBranching {
    /// What is merged.
    public let merge: Merge<Target, Source>

    /// Leaves out the tables that inherit from this one.
    public var only: MergeDraft { MergeDraft(merge: merge.onlyTarget) }
}

/// A MERGE of the rows of a source into a table.
public struct Merge<Target: Table, Source: SourceColumns>: ReturningCommand, MergeBranching {
    private var clauses: MergeClauses
    let source: Source

    /// Tables that are defined before the statement.
    public var commonTables: [CommonTableDefinition] = []

    init(_ clauses: MergeClauses, _ source: Source) {
        self.clauses = clauses
        self.source = source
    }

    /// This merge.
    public var merge: Merge { self }

    /// The table's columns.
    public var target: Target.Columns { Target.columns(as: clauses.table) }

    /// The clauses.
    public var statement: ChangeStatement {
        ChangeStatement(.merge(clauses), with: commonTables)
    }

    /// The same statement, returning these expressions of each row and of its partner; from
    /// PostgreSQL 17 on.
    ///
    /// A deleted row is as it was, the others are as they are afterwards.
    public func returning<each Output: Selection>(
        _ selection: (Target.Columns, Source.NullableColumns) -> (repeat each Output)
    ) -> Returning<repeat (each Output).Value> {
        Returning(statement.returning(repeat each selection(target, source.nullableColumns)))
    }

    /// The same statement, returning this expression of each row and its partner.
    public func returning<Output: Selection>(
        _ selection: (Target.Columns, Source.NullableColumns) -> Output
    ) -> Returning<Output.Value> {
        Returning(statement.returning(selection(target, source.nullableColumns)))
    }

    /// The row as it was, unless it was inserted.
    public static func oldRow(_ columns: Target.Columns) -> Nullable<Target.Columns> {
        Nullable(columns)
    }

    /// The row as it is afterwards, unless it was deleted.
    public static func newRow(_ columns: Target.Columns) -> Nullable<Target.Columns> {
        Nullable(columns)
    }

    fileprivate var onlyTarget: Merge {
        var copy = self
        copy.clauses.isOnly = true
        return copy
    }

    func adding(
        _ kind: MergeClauses.Kind, _ predicate: SQLNode?, _ action: MergeClauses.Action
    ) -> Merge {
        var copy = self
        copy.clauses.branches.append(
            MergeClauses.Branch(kind: kind, predicate: predicate, action: action))
        return copy
    }
}

/// What happened to a row of a MERGE, in its RETURNING: `INSERT`, `UPDATE` or `DELETE`; from
/// PostgreSQL 17 on.
public func mergeAction() -> Expression<String> {
    Expression(.function(FunctionCall("merge_action", [])))
}

extension Table {
    /// Starts a MERGE of another table's rows into this one.
    ///
    /// - Parameters:
    ///   - table: The other table.
    ///   - alias: Another name for it.
    ///   - ownAlias: Another name for this table.
    ///   - condition: Which rows of the two belong together.
    public static func merge<Row: Table, Condition: SQLExpression>(
        using table: Row.Type, as alias: String? = nil, into ownAlias: String? = nil,
        on condition: (Columns, Row.Columns) -> Condition
    ) -> MergeDraft<Self, Row.Columns> where Condition.Value.Base == Bool {
        merge(using: TableSource<Row>(), as: alias, into: ownAlias, on: condition)
    }

    /// Starts a MERGE of a source's rows into this table.
    ///
    /// - Parameters:
    ///   - source: The source.
    ///   - alias: Another name for it.
    ///   - ownAlias: Another name for this table.
    ///   - condition: Which rows of the two belong together.
    public static func merge<Source: RowSource, Condition: SQLExpression>(
        using source: Source, as alias: String? = nil, into ownAlias: String? = nil,
        on condition: (Columns, Source.Columns) -> Condition
    ) -> MergeDraft<Self, Source.Columns> where Condition.Value.Base == Bool {
        let table = TableReference(definition, alias: ownAlias)
        let item = source.item
        let reference = SelectStatement(from: table).reference(to: item, as: alias)
        let columns = Source.Columns(reference)
        let clauses = MergeClauses(
            table: table, source: SelectStatement.Source(item: item, table: reference),
            condition: condition(Self.columns(as: table), columns).node)
        return MergeDraft(merge: Merge(clauses, columns))
    }
}
