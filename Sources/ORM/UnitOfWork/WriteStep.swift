/// A step of a flush with the instances it is about.
struct WriteStep {
    let operation: FlushPlan.Step.Operation
    let mapping: EntityMapping
    /// The columns that are written.
    var columns: [Int]
    /// The columns that come back.
    var returning: [Int]
    var rows: [Tracked]
    /// Whether foreign keys are set to NULL, ahead of a deletion, instead of to their value.
    var writesNull = false
    /// Whether the keys, which the server makes, were fetched before the rows are inserted.
    var hasFetchedKeys = false
    /// The rows of a table without an entity, if they are what is written; ``rows`` are their one
    /// side.
    var join: JoinRows?

}
