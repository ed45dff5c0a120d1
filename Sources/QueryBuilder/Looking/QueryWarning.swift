/// Something in a query that is allowed and seldom meant.
public enum QueryWarning: Sendable, Hashable, CustomStringConvertible {
    /// No condition joins these tables, by the names they have in the query, to the first one: each
    /// of their rows is combined with every row of the others.
    ///
    /// A CROSS JOIN says that this is meant, and gives no warning.
    case cartesianProduct(tables: [String])

    /// The warning in words.
    public var description: String {
        switch self {
        case .cartesianProduct(let tables):
            "no condition joins \(tables.joined(separator: ", ")) to the query's other tables: "
                + "every row is combined with every row. Compare columns of both in the join's "
                + "condition, or say crossJoin"
        }
    }
}

extension SelectQuery {
    /// What in the query is allowed and seldom meant, for tests and for looking at.
    ///
    /// Nothing is asked of the server, and queries inside of this one are not looked into. What SQL
    /// written by hand says of columns is seen where they are interpolated, and not where it spells
    /// their names.
    public var warnings: [QueryWarning] {
        var graph = JoinGraph(statement)
        let tables = graph.unjoined()
        return tables.isEmpty ? [] : [.cartesianProduct(tables: tables)]
    }
}

/// Which tables of a FROM clause conditions bring together.
private struct JoinGraph {
    private let names: [String]
    /// For each table, one that it is joined to; itself at a group's root.
    private var parents: [Int]

    init(_ statement: SelectStatement) {
        names = statement.sources.map(\.table.exposedName)
        parents = Array(names.indices)
        for (index, source) in statement.sources.enumerated() where index > 0 {
            switch source.criterion {
            case .on(let condition) where !source.isLateral: join(byPartsOf: condition)
            default: for other in 0..<index { join(other, index) }
            }
        }
        if let predicate = statement.predicate { join(byPartsOf: predicate) }
    }

    /// The tables that nothing joins to the first.
    mutating func unjoined() -> [String] {
        guard !names.isEmpty else { return [] }
        let first = root(0)
        return names.indices.filter { root($0) != first }.map { names[$0] }
    }

    /// Joins the tables whose columns meet in one part of a condition; AND makes parts.
    private mutating func join(byPartsOf condition: SQLNode) {
        if case .binary(let left, let symbol, let right) = condition.kind, symbol.text == "AND" {
            join(byPartsOf: left)
            join(byPartsOf: right)
            return
        }
        let met = Renderer.tables(in: condition).compactMap { names.firstIndex(of: $0) }
        for index in met.dropFirst() { join(met[0], index) }
    }

    private mutating func join(_ left: Int, _ right: Int) {
        parents[root(right)] = root(left)
    }

    private func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index { index = parents[index] }
        return index
    }
}
