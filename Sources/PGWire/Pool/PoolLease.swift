public import PGCore

/// A connection that one caller has alone at the moment.
public struct PoolLease: Sendable, Hashable {
    /// What its holder is doing with it.
    public enum Activity: Sendable, Hashable {
        /// A statement with this text is running. Parameter values are never kept.
        case running(String)
        /// Nothing runs, and a transaction is open.
        case idleInTransaction
        /// Nothing runs.
        case idle
    }

    /// Where it was acquired.
    public let place: PGError.SourceLocation
    /// For how long it has been lent.
    public let duration: Duration
    /// The process on the server it talks to.
    public let backendProcessID: Int32
    /// What its holder is doing with it.
    public let activity: Activity
}

extension PoolLease: CustomStringConvertible {
    /// Such as `App/Orders.swift:41 for 12.5 s, idle in a transaction`.
    public var description: String {
        let what =
            switch activity {
            case .running(let statement): "running \(Self.shortened(statement))"
            case .idleInTransaction: "idle in a transaction"
            case .idle: "running nothing"
            }
        return "\(place) for \(duration.inWords), \(what)"
    }

    private static func shortened(_ statement: String) -> String {
        statement.count > 120 ? "\(statement.prefix(120))…" : statement
    }
}

extension Duration {
    /// Seconds with one digit, or milliseconds when it is less than one: for messages.
    var inWords: String {
        let milliseconds = Int(self / .milliseconds(1))
        guard milliseconds >= 1000 else { return "\(milliseconds) ms" }
        return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
}
