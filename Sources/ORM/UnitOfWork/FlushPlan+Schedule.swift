extension FlushPlan {
    /// Describes a flush as it will be sent.
    init(_ schedule: FlushSchedule, maximumBatch: Int) {
        steps = []
        for (trip, steps) in schedule.trips.enumerated() {
            for step in steps {
                let statements = WriteStatements(step, maximumBatch: maximumBatch)
                self.steps.append(Step(statements, roundTrip: trip + 1))
            }
        }
        deferredConstraints = schedule.deferral.names
        keyBlocks = schedule.block?.parts.map { KeyBlock($0) } ?? []
    }
}

extension FlushPlan.Step {
    init(_ statements: WriteStatements, roundTrip: Int) {
        let step = statements.step
        let columns = step.mapping.definition.columns
        self.init(
            operation: step.operation, entity: step.join?.name ?? step.mapping.name,
            table: step.join?.table.name ?? step.mapping.definition.name,
            columns: step.join?.columns(of: step) ?? step.columns.map { columns[$0].name },
            returning: step.returning.map { columns[$0].name },
            deferring: step.deferred.map(\.name), rows: step.rows.count,
            route: statements.route, statements: statements.count, roundTrip: roundTrip)
    }
}

extension FlushPlan.KeyBlock {
    init(_ part: IdentityBlock.Part) {
        let table = part.mapping.definition
        self.init(
            entity: part.mapping.name, table: table.name, column: table.columns[part.column].name,
            count: part.rows.count)
    }
}
