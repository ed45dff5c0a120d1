import PGCore

/// The clauses of a SELECT.
///
/// Queries carry one and hand it to the renderer; its parts are not public, because they grow with
/// the grammar.
public struct SelectStatement: Sendable {
    /// An item of the FROM clause and how it is joined to those before it.
    package struct Source: Sendable {
        package enum Join: String, Sendable {
            case inner = "JOIN "
            case left = "LEFT JOIN "
            case right = "RIGHT JOIN "
            case full = "FULL JOIN "
            case cross = "CROSS JOIN "
        }

        package enum Criterion: Sendable {
            case on(SQLNode)
            case using([String])
            case natural
            case none
        }

        package var item: SourceItem
        /// The name by which the query's columns are qualified.
        package var table: TableReference
        /// How the item is joined; `nil` for the first.
        package var join: Join?
        package var criterion = Criterion.none
        /// Whether the item may use the columns of those before it.
        package var isLateral = false
    }

    package var selection: [SQLNode] = []
    package var isDistinct = false
    package var sources: [Source]
    package var predicate: SQLNode?
    package var groupBy: [SQLNode] = []
    package var having: SQLNode?
    package var orderBy: [Ordering] = []
    package var limit: SQLNode?
    package var offset: SQLNode?
    private var rare = Rare.none

    @usableFromInline
    package init(from table: TableReference) {
        self.init(from: SourceItem(.plainTable, schema: table.schema, name: table.name), table)
    }

    package init(from item: SourceItem, _ table: TableReference) {
        sources = [Source(item: item, table: table)]
    }

    /// A statement without FROM, or one that is no plain SELECT.
    package init(_ body: RareClauses.Body = .select) {
        sources = []
        if case .select = body { return }
        rareClauses.body = body
    }

    /// What few queries have, kept apart so that the others are small to copy.
    private indirect enum Rare: Sendable {
        case none
        case some(RareClauses)
    }

    package var rareClauses: RareClauses {
        get {
            guard case .some(let clauses) = rare else { return RareClauses() }
            return clauses
        }
        set { rare = .some(newValue) }
    }

    package var hasRareClauses: Bool {
        if case .some = rare { true } else { false }
    }
}

/// The clauses of a SELECT that few have.
package struct RareClauses: Sendable {
    package enum Body: Sendable {
        case select
        case combined(SelectStatement, SetOperator, SelectStatement)
        case values([[SQLNode]])
        case table(TableReference)
    }

    package enum SetOperator: String, Sendable {
        case union = " UNION "
        case unionAll = " UNION ALL "
        case intersect = " INTERSECT "
        case intersectAll = " INTERSECT ALL "
        case except = " EXCEPT "
        case exceptAll = " EXCEPT ALL "
    }

    package var body = Body.select
    package var distinctOn: [SQLNode] = []
    package var groupsDistinct = false
    package var windows: [(name: WindowName, definition: WindowDefinition)] = []
    package var hasTies = false
    package var locks: [LockClause] = []
    package var commonTables: [CommonTableDefinition] = []
}

/// Which rows a SELECT locks, and how.
package struct LockClause: Sendable {
    package var strength: LockStrength
    package var tables: [String]
    package var waiting: LockWaiting?

    package init(strength: LockStrength, tables: [String], waiting: LockWaiting?) {
        self.strength = strength
        self.tables = tables
        self.waiting = waiting
    }
}
