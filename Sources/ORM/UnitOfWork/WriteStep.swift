import PGSchema

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
    /// Whether rows are written only where they have the version that was read.
    var checksVersion = false
    /// Foreign keys of the rows that are violated until all rows of a circle are written.
    var deferred: [ForeignKeyDefinition] = []
    /// Whether the keys, which the server makes, were fetched before the rows are inserted.
    var hasFetchedKeys = false
    /// The rows of a table without an entity, if they are what is written; ``rows`` are their one
    /// side.
    var join: JoinRows?

    /// Adds foreign keys that more rows violate.
    mutating func add(deferred keys: [ForeignKeyDefinition]) {
        for key in keys where !deferred.contains(key) { deferred.append(key) }
    }

    /// Whether the system's version of the written rows comes back, behind `returning`.
    var returnsSystemVersion: Bool { operation != .delete && mapping.hasSystemVersion }

    /// Whether the rows of a batch that answer say which they are by their number in it.
    var numbersRows: Bool {
        operation != .insert && (checksVersion || !returning.isEmpty || returnsSystemVersion)
    }
}
