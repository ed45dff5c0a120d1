public import PGCore

/// Something that rows can be grouped by: an expression, a table, a label, or grouping sets.
public protocol GroupTerm: Sendable {
    /// The elements of the GROUP BY clause.
    var groupingElements: [SQLNode] { get }
}

extension Selection {
    /// The selected expressions.
    public var groupingElements: [SQLNode] { selectedExpressions }
}

/// Several groupings in one: `ROLLUP`, `CUBE`, `GROUPING SETS`, or expressions taken as one.
///
/// See "GROUPING SETS, CUBE, and ROLLUP" in the PostgreSQL manual.
public struct GroupingSets: GroupTerm {
    /// The one element.
    public let groupingElements: [SQLNode]

    fileprivate init(_ keyword: String, _ elements: [SQLNode]) {
        groupingElements = [.list(keyword, elements)]
    }
}

extension SQLNode {
    /// A keyword and a list in parentheses.
    static func list(_ keyword: String, _ elements: [SQLNode]) -> SQLNode {
        SQLNode(.enclosed(keyword, elements))
    }
}

/// Groups by all the terms, by all but the last, and so on to no term at all, for subtotals.
public func rollup(_ terms: any GroupTerm...) -> GroupingSets {
    GroupingSets("ROLLUP ", terms.flatMap { $0.groupingElements })
}

/// Groups by every subset of the terms.
public func cube(_ terms: any GroupTerm...) -> GroupingSets {
    GroupingSets("CUBE ", terms.flatMap { $0.groupingElements })
}

/// Takes the terms as one inside of ``rollup(_:)`` and ``cube(_:)``.
public func together(_ terms: any GroupTerm...) -> GroupingSets {
    GroupingSets("", terms.flatMap { $0.groupingElements })
}

/// Groups by each of the sets; an empty one makes one group of all rows.
///
/// ```swift
/// .groupBy { groupingSets([$0.region, $0.year], [$0.region], []) }
/// ```
public func groupingSets(_ sets: [any GroupTerm]...) -> GroupingSets {
    GroupingSets("GROUPING SETS ", sets.map(groupingSet))
}

/// One set; a ROLLUP or CUBE that stands alone stays what it is.
func groupingSet(_ terms: [any GroupTerm]) -> SQLNode {
    if terms.count == 1, let sets = terms[0] as? GroupingSets { return sets.groupingElements[0] }
    return .list("", terms.flatMap { $0.groupingElements })
}

/// Which of the terms the row's grouping set leaves out: a bit for each, the last one lowest.
///
/// The terms are those of the GROUP BY clause.
public func grouping(_ terms: any Selection...) -> Expression<Int32> {
    Expression(.enclosed("GROUPING", terms.flatMap { $0.selectedExpressions }))
}

extension SelectQuery {
    /// Leaves out grouping sets that occur twice: `GROUP BY DISTINCT`.
    public func distinctGroups() -> Self {
        with { $0.rareClauses.groupsDistinct = true }
    }
}
