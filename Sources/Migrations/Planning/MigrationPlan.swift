/// What a run would do, in order.
///
/// Making a plan touches neither files nor the database.
public struct MigrationPlan: Sendable, Hashable {
    /// Which way a plan goes.
    public enum Direction: String, Sendable, Hashable {
        /// Migrations are applied, oldest first.
        case up
        /// Migrations are reverted, newest first.
        case down
    }

    /// One migration to run.
    public struct Step: Sendable, Hashable {
        /// The migration.
        public let migration: Migration
        /// The file to run.
        public let file: MigrationFile
        /// What the file contains.
        public let script: MigrationScript
        /// How many of its statements an earlier run has done already.
        public let resumesAfter: Int
    }

    /// Which way it goes.
    public let direction: Direction
    /// The migrations to run, in order.
    public let steps: [Step]

    /// The SQL of all steps, with a line above each that names its file.
    public var sql: String {
        steps.map { step in
            let transaction = step.script.options.noTransaction ? " (no transaction)" : ""
            let statements = step.script.statements.dropFirst(step.resumesAfter)
            return "-- \(step.file.path)\(transaction)\n"
                + statements.map { $0.text + ";\n" }.joined()
        }.joined(separator: "\n")
    }
}
