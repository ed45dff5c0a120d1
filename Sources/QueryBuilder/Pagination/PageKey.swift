import PGCore

/// A sort key of a query that is read by pages.
struct PageKey: Sendable {
    let node: SQLNode
    let type: SQLType
    let isNullable: Bool
    var isDescending: Bool
    var hasNullsFirst: Bool

    /// Makes a key of a term of an ORDER BY clause.
    ///
    /// - Throws: `PGError.Code.notPageable` for a term whose type or direction is not known.
    init(_ term: Ordering) throws(PGError) {
        guard let valueType = term.type else {
            throw .notPageable(
                "it is sorted by a label or by an operator of its own",
                hint: "Sort by the expression itself")
        }
        node = term.node
        type = valueType.sqlType
        isNullable = Self.isNullable(valueType)
        isDescending = term.direction == .descending
        hasNullsFirst = term.nulls.map { $0 == .first } ?? isDescending
    }

    private static func isNullable<Value: SQLValue>(_ type: Value.Type) -> Bool {
        Value.self != Value.Base.self
    }

    /// The same key in the other direction.
    var reversed: PageKey {
        var copy = self
        copy.isDescending.toggle()
        copy.hasNullsFirst.toggle()
        return copy
    }

    var ordering: Ordering {
        var ordering = Ordering(node, isDescending ? .descending : .ascending)
        // Said only where it is not the default, which indexes have.
        if isNullable, hasNullsFirst != isDescending {
            ordering.nulls = hasNullsFirst ? .first : .last
        }
        return ordering
    }

    /// The key as the text that a cursor holds.
    var text: SQLNode { SQLNode(.cast(node, String.sqlType)) }

    /// A cursor's text as a value of the key's type.
    func value(_ text: String) -> SQLNode {
        SQLNode(.cast(SQLNode(.cast(SQLNode(.parameter(text)), String.sqlType)), type))
    }

    var symbol: SQLOperator { isDescending ? .less : .greater }

    /// Whether a row's key is the same as the cursor's.
    func isSame(as text: String?) -> SQLNode {
        guard let text else { return SQLNode(.postfix(node, .isNull)) }
        return SQLNode(.binary(node, .equal, value(text)))
    }

    /// Whether a row's key is not before the cursor's; `nil` where NULLs make that complicated.
    func isNotBefore(_ text: String?) -> SQLNode? {
        guard let text, !isNullable else { return nil }
        return SQLNode(.binary(node, isDescending ? .lessOrEqual : .greaterOrEqual, value(text)))
    }

    /// Whether a row's key comes after the cursor's; `nil` where none can.
    func isAfter(_ text: String?) -> SQLNode? {
        guard let text else {
            return hasNullsFirst ? SQLNode(.postfix(node, .isNotNull)) : nil
        }
        let later = SQLNode(.binary(node, symbol, value(text)))
        guard isNullable, !hasNullsFirst else { return later }
        return SQLNode(.binary(later, .or, SQLNode(.postfix(node, .isNull))))
    }
}

extension [PageKey] {
    /// Whether a row comes after the place with these keys.
    func condition(after values: [String?]) -> SQLNode {
        if let whole = rowComparison(after: values) { return whole }
        var alternatives: [SQLNode] = []
        var same: [SQLNode] = []
        for (key, value) in zip(self, values) {
            if let later = key.isAfter(value), let all = SQLNode.every(same + [later]) {
                alternatives.append(all)
            }
            same.append(key.isSame(as: value))
        }
        let any = SQLNode.some(of: alternatives) ?? SQLNode(.text("false"))
        // Follows from the rest, and lets an index on the first key find where to begin.
        guard alternatives.count > 1, let start = self[0].isNotBefore(values[0]) else { return any }
        return SQLNode(.binary(start, .and, any))
    }

    /// One comparison of rows, which an index serves best, where all keys go one way and have no
    /// NULLs.
    private func rowComparison(after values: [String?]) -> SQLNode? {
        guard let first, allSatisfy({ !$0.isNullable && $0.isDescending == first.isDescending })
        else { return nil }
        let bound = zip(self, values).compactMap { key, text in text.map { key.value($0) } }
        guard bound.count == count else { return nil }
        guard count > 1 else { return SQLNode(.binary(first.node, first.symbol, bound[0])) }
        return SQLNode(
            .binary(
                SQLNode(.enclosed("", map { $0.node })), first.symbol,
                SQLNode(.enclosed("", bound))))
    }
}
