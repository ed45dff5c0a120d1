/// Which statements are reported as slow, and with what.
public struct SlowStatements: Sendable, Hashable {
    /// The duration from which a statement is slow.
    public var threshold: Duration

    /// Whether the server is asked for its plan of a slow statement.
    ///
    /// By a plain EXPLAIN with the same parameters, which plans and does not run it, on the same
    /// connection, before the call returns, and for at most ``explainTimeout``. Not inside a transaction, which a
    /// failing EXPLAIN would break.
    public var explains: Bool

    /// How long the EXPLAIN may take before the report goes without a plan.
    public var explainTimeout: Duration = .seconds(1)

    /// Reports statements that take at least `threshold`.
    public init(threshold: Duration, explains: Bool = false) {
        self.threshold = threshold
        self.explains = explains
    }
}
