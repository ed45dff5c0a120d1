/// What a flush would send, in its order: a value to look at, made by `session.plan()`.
///
/// ```
/// INSERT users (email, name) returning id, role: 2 rows
/// INSERT posts (title, author_id) returning id: 5 rows
/// UPDATE users (name): 1 row
/// DELETE tags: 3 rows
/// ```
public struct FlushPlan: Sendable, Hashable {
    /// Rows of one table that are written in the same way, in one statement where possible.
    public struct Step: Sendable, Hashable {
        /// What happens to the rows.
        public enum Operation: String, Sendable, Hashable {
            /// Rows are inserted.
            case insert = "INSERT"
            /// Rows are changed.
            case update = "UPDATE"
            /// Rows are deleted.
            case delete = "DELETE"
            /// Rows are marked as deleted.
            case softDelete = "SOFT DELETE"
        }

        /// What happens to the rows.
        public var operation: Operation
        /// The entity's name.
        public var entity: String
        /// The table's name.
        public var table: String
        /// The columns that are written; none for a deletion.
        public var columns: [String]
        /// The columns that the server fills in and sends back.
        public var returning: [String]
        /// How many rows.
        public var rows: Int
    }

    /// The steps in the order they are sent.
    public var steps: [Step]

    /// Whether there is nothing to write.
    public var isEmpty: Bool { steps.isEmpty }
}

extension FlushPlan.Step: CustomStringConvertible {
    /// One line that says what happens to how many rows.
    public var description: String {
        var text = "\(operation.rawValue) \(table)"
        if !columns.isEmpty { text += " (\(columns.joined(separator: ", ")))" }
        if !returning.isEmpty { text += " returning \(returning.joined(separator: ", "))" }
        return text + ": \(rows) \(rows == 1 ? "row" : "rows")"
    }
}

extension FlushPlan: CustomStringConvertible {
    /// The steps, a line each.
    public var description: String {
        isEmpty ? "nothing to flush" : steps.map(\.description).joined(separator: "\n")
    }
}
