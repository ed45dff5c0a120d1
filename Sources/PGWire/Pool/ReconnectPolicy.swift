/// How a pool behaves while no connection can be made.
///
/// After a failure it waits before it tries again, longer each time, by a random part of the pause, so
/// that many programs do not come back at the same instant. Once `failuresBeforeOpening` attempts in a row
/// have failed and no connection is left, the circuit *opens*: callers are refused at once with the last
/// failure, instead of waiting for what will not come. When the pause is over one attempt probes; its
/// success closes the circuit.
public struct ReconnectPolicy: Sendable, Hashable {
    /// The pause after the first failure.
    ///
    /// It doubles with each failure that follows.
    public var initialPause: Duration = .milliseconds(100)

    /// The longest pause, and so the longest time that a server which is back goes unnoticed.
    public var maximumPause: Duration = .seconds(5)

    /// How many attempts in a row have to fail before callers are refused at once.
    ///
    /// At least one.
    public var failuresBeforeOpening = 3

    /// Makes a policy with the defaults.
    public init() {}

    /// The pause after so many failures in a row: half of it fixed, half of it random.
    func pause(after failures: Int, random: Double) -> Duration {
        let doublings = min(max(failures - 1, 0), 30)
        let whole = min(maximumPause, initialPause * (1 << doublings))
        return whole * (0.5 + 0.5 * min(max(random, 0), 1))
    }
}
