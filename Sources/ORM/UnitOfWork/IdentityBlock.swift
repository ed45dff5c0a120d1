import PGCore
import PGSchema

/// Keys taken from the server's sequences before their rows are inserted.
///
/// Where rows wait for the keys of rows that wait for keys themselves, insertions would go level by
/// level. With the keys of all but the first level at hand, which come with the first level's answer,
/// the rest goes in one round trip, however deep it is.
struct IdentityBlock {
    /// The instances of one type.
    struct Part {
        let mapping: EntityMapping
        let column: Int
        var rows: [Tracked]

        /// It answers NULL for a sequence that the user may not use: an insertion does not need the
        /// right to, so that there may well be none.
        var statement: SQLStatement {
            let name = mapping.definition.columns[column].name
            return """
                SELECT CASE WHEN has_sequence_privilege(s, 'USAGE') THEN nextval(s) END FROM \
                (SELECT pg_get_serial_sequence(\(mapping.table), \(name))::regclass AS s OFFSET 0) \
                AS q, generate_series(1, \(rows.count)::bigint)
                """
        }
    }

    private(set) var parts: [Part] = []
    private(set) var instances: Set<ObjectIdentifier> = []

    /// Collects the instances of insertions whose keys the server makes.
    ///
    /// Returns `nil` when there are none, or some whose keys cannot be had beforehand.
    init?(_ steps: some Sequence<WriteStep>) {
        var positions: [ObjectIdentifier: Int] = [:]
        for step in steps where step.isInsertion {
            let rows = step.rows.filter(\.lacksKey)
            guard !rows.isEmpty else { continue }
            guard let column = step.mapping.fetchableKey else { return nil }
            instances.formUnion(rows.map { ObjectIdentifier($0) })
            let type = ObjectIdentifier(step.mapping.type)
            if let position = positions[type] {
                parts[position].rows += rows
            } else {
                positions[type] = parts.count
                parts.append(Part(mapping: step.mapping, column: column, rows: rows))
            }
        }
        if parts.isEmpty { return nil }
    }
}

extension WriteStep {
    /// The same step once the keys of its rows have been fetched.
    var withFetchedKeys: WriteStep {
        let keys = mapping.primaryKey
        guard operation == .insert, returning.contains(where: keys.contains) else { return self }
        var step = self
        step.columns = (columns + keys).sorted()
        step.returning = returning.filter { !keys.contains($0) }
        step.hasFetchedKeys = true
        return step
    }
}
