import PGCore

/// What has to be written, and from it the steps of a flush: pure, nothing is sent here.
struct UnitOfWork {
    /// Instances to insert, in the order they were added.
    var inserts: [Tracked] = []
    /// Instances with changed columns.
    var updates: [(tracked: Tracked, columns: ColumnMask)] = []
    /// Instances to delete.
    var deletes: [Tracked] = []

    var isEmpty: Bool { inserts.isEmpty && updates.isEmpty && deletes.isEmpty }

    /// Plans insertions in dependency order, then updates, then deletions in reverse order.
    ///
    /// - Throws: `PGError.Code.dependencyCycle`; `PGError.Code.wrongState` for rows of a view.
    func steps(in map: IdentityMap) throws(PGError) -> [WriteStep] {
        for tracked in inserts + updates.map(\.tracked) + deletes where tracked.mapping.isReadOnly {
            throw .readOnly(tracked)
        }
        let insertion = try WriteOrder(inserts, in: map)
        let deletion = try WriteOrder(deletes, in: map)
        var steps: [WriteStep] = []
        for group in insertion.groups { steps += insertSteps(group) }
        steps += updateSteps(insertion)
        steps += openingSteps(deletion)
        for group in deletion.groups.reversed() { steps += deleteSteps(group) }
        return steps
    }

    private func insertSteps(_ group: [WriteOrder.Place]) -> [WriteStep] {
        var steps = StepCollector(operation: .insert)
        for place in group {
            let unset = place.tracked.unsetColumns
            let columns = place.tracked.mapping.definition.columns.indices.filter {
                !unset.contains($0) && !place.postponed.contains($0)
            }
            steps.add(place.tracked, columns: columns, returning: unset.columns)
        }
        return steps.steps
    }

    /// Changed columns, and foreign keys that had to wait because insertions formed a circle.
    private func updateSteps(_ insertion: WriteOrder) -> [WriteStep] {
        var steps = StepCollector(operation: .update)
        for place in insertion.groups.joined() where !place.postponed.isEmpty {
            steps.add(place.tracked, columns: place.postponed.columns)
        }
        for update in updates { steps.add(update.tracked, columns: update.columns.columns) }
        return steps.steps
    }

    /// Foreign keys set to NULL, because rows about to be deleted point at each other in a circle.
    private func openingSteps(_ deletion: WriteOrder) -> [WriteStep] {
        var steps = StepCollector(operation: .update, writesNull: true)
        for place in deletion.groups.joined() where !place.postponed.isEmpty {
            steps.add(place.tracked, columns: place.postponed.columns)
        }
        return steps.steps
    }

    private func deleteSteps(_ group: [WriteOrder.Place]) -> [WriteStep] {
        var steps = StepCollector(operation: .delete)
        for place in group { steps.add(place.tracked, columns: []) }
        return steps.steps.reversed()
    }
}

/// Puts instances that are written in the same way into one step.
private struct StepCollector {
    private struct Shape: Hashable {
        let entity: ObjectIdentifier
        let columns: [Int]
        let returning: [Int]
    }

    let operation: FlushPlan.Step.Operation
    var writesNull = false
    private(set) var steps: [WriteStep] = []
    private var positions: [Shape: Int] = [:]

    init(operation: FlushPlan.Step.Operation, writesNull: Bool = false) {
        self.operation = operation
        self.writesNull = writesNull
    }

    mutating func add(_ tracked: Tracked, columns: [Int], returning: [Int] = []) {
        let shape = Shape(
            entity: ObjectIdentifier(tracked.mapping), columns: columns, returning: returning)
        if let position = positions[shape] {
            steps[position].rows.append(tracked)
            return
        }
        positions[shape] = steps.count
        steps.append(
            WriteStep(
                operation: operation, mapping: tracked.mapping, columns: columns,
                returning: returning, rows: [tracked], writesNull: writesNull))
    }
}
