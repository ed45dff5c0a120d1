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

        /// How the values of the rows are sent.
        public enum Route: String, Sendable, Hashable {
            /// A placeholder for each value of the only row.
            case row
            /// One array for each column: the same text for any number of rows.
            case arrays
            /// A placeholder for each value of all rows, where a column's values are arrays
            /// themselves.
            case values
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
        /// The foreign keys of the rows that are violated on the way, because rows refer to each
        /// other in a circle.
        public var deferring: [String]
        /// How many rows.
        public var rows: Int
        /// How the values are sent.
        public var route: Route
        /// How many statements it takes.
        public var statements: Int
        /// The round trip it is part of, counted from 1.
        public var roundTrip: Int
    }

    /// Keys that are taken from a sequence for rows that are inserted later.
    public struct KeyBlock: Sendable, Hashable {
        /// The entity's name.
        public var entity: String
        /// The table's name.
        public var table: String
        /// The column.
        public var column: String
        /// How many keys.
        public var count: Int
    }

    /// The steps in the order they are sent.
    public var steps: [Step]

    /// The keys that are fetched together with the first round trip, because fewer round trips are
    /// needed then: a statement for each.
    public var keyBlocks: [KeyBlock] = []

    /// The foreign keys that the flush itself puts off, with the first round trip, and has checked
    /// with the last: a statement each time.
    ///
    /// Those that are declared `INITIALLY DEFERRED` are not among them.
    public var deferredConstraints: [String] = []

    /// How many times the flush waits for the server.
    ///
    /// The transaction's BEGIN travels with the first.
    public var roundTrips: Int { steps.last?.roundTrip ?? 0 }

    /// How many statements the flush sends.
    public var statements: Int {
        let others = keyBlocks.count + (deferredConstraints.isEmpty ? 0 : 2)
        return steps.reduce(others) { $0 + $1.statements }
    }

    /// The steps with their round trips, and how their values are sent, a line each.
    ///
    /// ```
    /// 1. INSERT users (email, name) returning id, role: 20000 rows in 2 statements, as arrays
    /// 2. INSERT posts (title, author_id) returning id: 1 row
    /// ```
    public var explanation: String {
        lines(\.explanation) {
            "1. \($0)"
        } constraints: {
            "\($1). \($0)"
        }
        .joined(separator: "\n")
    }

    fileprivate func lines(
        _ step: (Step) -> String, _ block: (KeyBlock) -> String,
        constraints: (String, Int) -> String
    ) -> [String] {
        let (first, later) = (steps.filter { $0.roundTrip == 1 }, steps.filter { $0.roundTrip > 1 })
        let lines = first.map(step) + keyBlocks.map(block) + later.map(step)
        guard !deferredConstraints.isEmpty else { return lines }
        let setting = "SET CONSTRAINTS \(deferredConstraints.joined(separator: ", "))"
        return [constraints(setting + " DEFERRED", 1)] + lines
            + [constraints(setting + " IMMEDIATE", roundTrips)]
    }

    /// Whether there is nothing to write.
    public var isEmpty: Bool { steps.isEmpty }
}

extension FlushPlan.Step: CustomStringConvertible {
    /// One line that says what happens to how many rows.
    public var description: String {
        var text = "\(operation.rawValue) \(table)"
        if !columns.isEmpty { text += " (\(columns.joined(separator: ", ")))" }
        if !returning.isEmpty { text += " returning \(returning.joined(separator: ", "))" }
        if !deferring.isEmpty { text += " deferring \(deferring.joined(separator: ", "))" }
        return text + ": \(rows) \(rows == 1 ? "row" : "rows")"
    }
}

extension FlushPlan.Step {
    fileprivate var explanation: String {
        var text = "\(roundTrip). \(description)"
        if statements > 1 { text += " in \(statements) statements" }
        switch route {
        case .row: break
        case .arrays: text += ", as arrays"
        case .values: text += ", as rows of values"
        }
        return text
    }
}

extension FlushPlan.KeyBlock: CustomStringConvertible {
    /// One line that says how many keys of which column.
    public var description: String {
        "KEYS \(table) (\(column)): \(count) \(count == 1 ? "row" : "rows")"
    }
}

extension FlushPlan: CustomStringConvertible {
    /// The steps, a line each.
    public var description: String {
        isEmpty
            ? "nothing to flush"
            : lines(\.description, \.description) { text, _ in text }.joined(separator: "\n")
    }
}
