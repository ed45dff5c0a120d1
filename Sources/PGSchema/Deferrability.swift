/// When a foreign key or a unique constraint is checked.
public enum Deferrability: String, Sendable, Hashable {
    /// With every statement, always.
    case notDeferrable = "NOT DEFERRABLE"
    /// With every statement, unless a transaction puts it off by `SET CONSTRAINTS`.
    case initiallyImmediate = "DEFERRABLE"
    /// When the transaction is committed, unless it asks for the check earlier.
    case initiallyDeferred = "DEFERRABLE INITIALLY DEFERRED"

    /// Whether a transaction may put the check off.
    public var isDeferrable: Bool { self != .notDeferrable }
}

extension Deferrability {
    /// What stands behind the constraint in CREATE TABLE: nothing where it is the usual.
    var suffix: String { isDeferrable ? " " + rawValue : "" }
}
