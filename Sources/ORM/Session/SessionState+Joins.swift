import PGCore

extension SessionState {
    /// Adds the rows of tables without an entity that have to be deleted and inserted.
    ///
    /// Deletions go first: what was taken out on one side may have been added on the other.
    func collectJoins(into work: inout UnitOfWork) {
        if map.mappings.allSatisfy(\.joins.isEmpty) { return }
        var deletions = JoinCollector(operation: .delete)
        var insertions = JoinCollector(operation: .insert)
        for tracked in map.all where !tracked.mapping.joins.isEmpty {
            for link in tracked.mapping.joins {
                let isLeftToServer = link.joinTable?.onDelete == .cascade
                switch tracked.phase {
                case .deleting where tracked.mapping.softDelete == nil:
                    if !isLeftToServer { deletions.addAll(link, tracked) }
                case .pending, .persistent, .deleting:
                    let changes = link.joinChanges(of: tracked)
                    deletions.add(
                        link, tracked,
                        changes.removed.filter { !(isLeftToServer && losesRow($0)) })
                    insertions.add(link, tracked, changes.added.filter { !isGoing($0) })
                case .gone, .transient, .detached: break
                }
            }
        }
        work.joins = deletions.steps + insertions.steps
    }

    /// Whether an instance is deleted by the same flush, or has been before.
    private func isGoing(_ entity: any Entity) -> Bool {
        map.tracked(entity)?.state == .deleted
    }

    /// The same, and not only marked as deleted.
    private func losesRow(_ entity: any Entity) -> Bool {
        isGoing(entity) && map.tracked(entity)?.mapping.softDelete == nil
    }

    /// Makes the two sides of relationships agree, after a flush has written them.
    func agree(after steps: [WriteStep]) {
        for step in steps where step.join == nil {
            let columns = ColumnMask(step.columns)
            for relationship in step.mapping.relationships {
                let link = relationship.link
                switch step.operation {
                case .insert where !link.columns.isEmpty:
                    link.agree(on: step.rows, isNew: true, in: self)
                case .update where link.columns.contains(where: columns.contains):
                    link.agree(on: step.rows, isNew: false, in: self)
                case .insert, .update, .delete, .softDelete: break
                }
            }
            for tracked in step.rows { tracked.goesFirst = false }
        }
        for tracked in map.all where !tracked.mapping.joins.isEmpty {
            for link in tracked.mapping.joins { link.agree(on: [tracked], isNew: false, in: self) }
        }
        if steps.contains(where: { $0.operation == .delete && $0.join == nil }) { forgetGone() }
    }

    /// Takes instances whose rows are gone out of relationships that were loaded.
    private func forgetGone() {
        for table in map.usedTables {
            for relationship in table.mapping.relationships {
                relationship.link.forgetGone(in: self)
            }
        }
    }
}

/// Puts rows of one table without an entity into one step, each once, whichever side they come from.
private struct JoinCollector {
    private struct Pair: Hashable {
        let table: JoinTable
        let first: ObjectIdentifier
        let second: ObjectIdentifier
    }

    let operation: FlushPlan.Step.Operation
    private(set) var steps: [WriteStep] = []
    private var positions: [JoinTable: Int] = [:]
    private var seen: Set<Pair> = []

    init(operation: FlushPlan.Step.Operation) {
        self.operation = operation
    }

    mutating func add(_ link: any RelationshipLink, _ source: Tracked, _ targets: [any Entity]) {
        guard !targets.isEmpty, let table = link.joinTable else { return }
        let isNormal = table.normalized == table
        let position = position(of: table, link, source)
        for target in targets {
            let (one, other) = (ObjectIdentifier(source.object), ObjectIdentifier(target))
            let pair = Pair(
                table: table.normalized, first: isNormal ? one : other,
                second: isNormal ? other : one)
            guard seen.insert(pair).inserted else { continue }
            steps[position].rows.append(source)
            steps[position].join?.targets.append(target)
        }
        if steps[position].rows.isEmpty {
            steps.remove(at: position)
            positions[table] = nil
        }
    }

    /// Adds all rows of one side.
    mutating func addAll(_ link: any RelationshipLink, _ source: Tracked) {
        guard let table = link.joinTable, let definition = link.joinDefinition else { return }
        let join = JoinRows(
            name: "\(source.mapping.name).\(link.name)", table: table, definition: definition,
            targets: [], takesAll: true)
        if let index = steps.firstIndex(where: {
            $0.join?.takesAll == true && $0.join?.table == table
        }) {
            steps[index].rows.append(source)
        } else {
            steps.append(step(source, join, rows: [source]))
        }
    }

    private mutating func position(
        of table: JoinTable, _ link: any RelationshipLink, _ source: Tracked
    ) -> Int {
        if let position = positions[table] { return position }
        guard let definition = link.joinDefinition else { return 0 }
        let join = JoinRows(
            name: "\(source.mapping.name).\(link.name)", table: table, definition: definition,
            targets: [], takesAll: false)
        positions[table] = steps.count
        steps.append(step(source, join, rows: []))
        return steps.count - 1
    }

    private func step(_ source: Tracked, _ join: JoinRows, rows: [Tracked]) -> WriteStep {
        WriteStep(
            operation: operation, mapping: source.mapping, columns: [], returning: [], rows: rows,
            join: join)
    }
}
