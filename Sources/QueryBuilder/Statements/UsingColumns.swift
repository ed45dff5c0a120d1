public import PGCore

/// Pairs of columns that a join compares, in both tables under the same name.
///
/// ```swift
/// OrderRow.joinUsing(CustomerRow.self) { o, c in o.tenantID.using(c.tenantID) }
/// // … JOIN "customers" USING ("tenant_id")
/// ```
public struct UsingColumns: Sendable {
    private var pairs: [(left: SQLNode, right: SQLNode, names: [String])]

    /// These pairs and others.
    public func and(_ other: UsingColumns) -> UsingColumns {
        UsingColumns(pairs: pairs + other.pairs)
    }

    fileprivate init<Left, Right>(_ left: Column<Left>, _ right: Column<Right>) {
        pairs = [(left.node, right.node, [left.name, right.name])]
    }

    private init(pairs: [(left: SQLNode, right: SQLNode, names: [String])]) {
        self.pairs = pairs
    }

    /// `USING`, or a comparison where the names differ, which USING has no words for.
    var criterion: SelectStatement.Source.Criterion {
        if pairs.allSatisfy({ $0.names[0] == $0.names[1] }) {
            return .using(pairs.map { $0.names[0] })
        }
        let conditions = pairs.map { SQLNode(.binary($0.left, .equal, $0.right)) }
        let whole = conditions.reduce(nil) { SQLNode.all($0, $1) }
        return whole.map { .on($0) } ?? .none
    }
}

extension Column {
    /// The column and the other table's column that a join compares it with.
    public func using<Other: SQLValue>(_ other: Column<Other>) -> UsingColumns
    where Other.Base == Value.Base {
        UsingColumns(self, other)
    }
}
