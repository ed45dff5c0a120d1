/// In which order tables are created, and which foreign keys have to wait for the last table.
struct CreationPlan {
    /// A foreign key that is added when all tables exist.
    struct Deferred {
        let table: TableDefinition
        let foreignKey: ForeignKeyDefinition
    }

    /// The tables, referenced ones first.
    let tables: [TableDefinition]
    /// The foreign keys that close a cycle.
    let deferred: [Deferred]

    init(_ tables: [TableDefinition]) {
        let byName = Dictionary(
            tables.map { ($0.qualifiedName, $0) }, uniquingKeysWith: { first, _ in first })
        let order = DependencyOrder(of: tables.map(\.qualifiedName)) { name in
            byName[name]?.foreignKeys.map(\.referencedName) ?? []
        }
        let sorted = order.nodes.compactMap { byName[$0] }
        let late = Set(order.deferred)
        self.tables = sorted
        deferred = sorted.flatMap { table in
            table.foreignKeys.compactMap { key in
                let edge = DependencyOrder<QualifiedName>.Dependency(
                    dependent: table.qualifiedName, dependency: key.referencedName)
                return late.contains(edge) ? Deferred(table: table, foreignKey: key) : nil
            }
        }
    }

    /// The names of the table's foreign keys that have to wait.
    func deferredNames(in table: TableDefinition) -> Set<String> {
        Set(
            deferred.lazy.filter { $0.table.qualifiedName == table.qualifiedName }
                .map(\.foreignKey.name))
    }
}
