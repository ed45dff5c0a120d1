/// A step of a flush with the instances it is about.
struct WriteStep {
    let operation: FlushPlan.Step.Operation
    let mapping: EntityMapping
    /// The columns that are written.
    let columns: [Int]
    /// The columns that come back.
    let returning: [Int]
    var rows: [Tracked]
    /// Whether foreign keys are set to NULL, ahead of a deletion, instead of to their value.
    var writesNull = false
    /// The rows of a table without an entity, if they are what is written; ``rows`` are their one
    /// side.
    var join: JoinRows?

    var summary: FlushPlan.Step {
        if let join { return join.summary(of: self) }
        return FlushPlan.Step(
            operation: operation, entity: mapping.name, table: mapping.definition.name,
            columns: columns.map { mapping.definition.columns[$0].name },
            returning: returning.map { mapping.definition.columns[$0].name }, rows: rows.count)
    }
}
