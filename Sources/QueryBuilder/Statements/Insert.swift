public import PGCore

/// An INSERT of rows given by the client, or by a query.
public struct Insert<Target: Table>: ReturningCommand {
    private(set) var clauses: InsertClauses

    /// Tables that are defined before the statement.
    public var commonTables: [CommonTableDefinition] = []

    init<Values: InsertValues>(_ rows: [Values]) where Values.Target == Target {
        self.init(
            Values.insertColumns, rows: rows.map { row in row.insertValues.map { $0.node } })
    }

    init(_ columns: [String], rows: [[SQLNode]]) {
        let definition = Target.definition
        clauses = InsertClauses(
            table: TableReference(definition), columns: columns, rows: rows,
            anyColumn: definition.columns.first?.name ?? "")
    }

    init(_ columns: [String], query: SelectStatement) {
        self.init(columns, rows: [])
        clauses.query = query
    }

    /// The table's columns.
    public var target: Target.Columns {
        clauses.table.alias == nil ? Target.columns : Target.Columns(clauses.table)
    }

    /// The clauses.
    public var statement: ChangeStatement {
        ChangeStatement(.insert(clauses), with: commonTables)
    }

    /// The row that was there, if one was.
    public static func oldRow(_ columns: Target.Columns) -> Nullable<Target.Columns> {
        Nullable(columns)
    }

    /// The row that is there.
    public static func newRow(_ columns: Target.Columns) -> Target.Columns { columns }

    /// Gives the table another name, for what is said after this.
    public func `as`(_ alias: String) -> Insert {
        with { $0.table = TableReference(Target.definition, alias: alias) }
    }

    /// Takes the values given for identity columns, also for those that are always generated.
    public func overridingSystemValue() -> Insert { with { $0.overriding = .system } }

    /// Generates the identity columns, also where values are given.
    public func overridingUserValue() -> Insert { with { $0.overriding = .user } }

    /// Leaves out rows that conflict with one that is there, whatever the constraint.
    public func onConflictDoNothing() -> Insert {
        with { $0.conflict = .doNothing(ConflictTarget()) }
    }

    /// Says which rows conflict: those with the same values in these columns.
    ///
    /// The columns must have a unique constraint or be the primary key.
    public func onConflict<each Value: SQLValue>(
        _ columns: repeat KeyPath<Target.Columns, Column<each Value>>
    ) -> InsertConflict<Target> {
        var elements: [IndexElement] = []
        for column in repeat each columns {
            elements.append(IndexElement(target[keyPath: column]))
        }
        return InsertConflict(insert: self, target: ConflictTarget(elements: elements))
    }

    /// Says which rows conflict: those for which a unique index says so, by what it is made of.
    ///
    /// ```swift
    /// UserRow.insert(new).onConflict { [IndexElement($0.email.lower())] }.doNothing()
    /// ```
    public func onConflict(
        index elements: (Target.Columns) -> [IndexElement]
    ) -> InsertConflict<Target> {
        let unnamed = Target.Columns(.unnamed)
        return InsertConflict(insert: self, target: ConflictTarget(elements: elements(unnamed)))
    }

    /// Says which rows conflict: those that violate the unique or exclusion constraint.
    public func onConflict(constraint name: String) -> InsertConflict<Target> {
        InsertConflict(insert: self, target: ConflictTarget(constraint: name))
    }

    func resolving(_ conflict: InsertClauses.Conflict) -> Insert {
        with { $0.conflict = conflict }
    }

    private func with(_ change: (inout InsertClauses) -> Void) -> Insert {
        var copy = self
        change(&copy.clauses)
        return copy
    }
}

/// A part of a unique index, as ON CONFLICT names it.
public struct IndexElement: Sendable {
    package let node: SQLNode
    package let collation: String?
    package let operatorClass: String?

    /// Makes an element from a column or an expression, with what the index says besides.
    public init(
        _ expression: some SQLExpression, collation: String? = nil, operatorClass: String? = nil
    ) {
        if case .column(_, let name) = expression.node.kind {
            node = SQLNode(.identifier(name))
        } else {
            node = expression.node
        }
        self.collation = collation
        self.operatorClass = operatorClass
    }
}

extension Table {
    /// Inserts rows.
    public static func insert<Values: InsertValues>(_ rows: Values...) -> Insert<Self>
    where Values.Target == Self {
        Insert(rows)
    }

    /// Inserts rows in one statement; none at all is allowed.
    ///
    /// Every value is a parameter, of which a statement has at most 65,535;
    /// ``insert(unnesting:)`` has no such limit.
    public static func insert<Values: InsertValues>(_ rows: [Values]) -> Insert<Self>
    where Values.Target == Self {
        Insert(rows)
    }

    /// Inserts one row of nothing but defaults.
    public static func insertDefaults() -> Insert<Self> {
        Insert([], rows: [[]])
    }
}
