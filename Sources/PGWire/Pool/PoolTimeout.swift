public import PGCore

/// Why a caller got no connection in time: who has them, who else waits, and whether connecting fails.
///
/// It comes with an error of `PGError.Code.poolTimeout`; see `PGError.poolTimeout`.
public struct PoolTimeout: Error, Sendable {
    /// How long the caller waited.
    public let waited: Duration
    /// The most connections the pool, or the caller's event loop's part of it, may have.
    public let maximumConnections: Int
    /// Open connections.
    public let connections: Int
    /// Connections being opened.
    public let connecting: Int
    /// Callers that wait, this one among them.
    public let waiters: Int
    /// Who has a connection alone, longest first.
    public let leases: [PoolLease]
    /// The texts of the statements running on connections that are shared.
    public let sharedStatements: [String]
    /// Why the last attempt to connect failed, unless connecting has worked since.
    public let lastConnectError: PGError?
}

extension PoolTimeout: CustomStringConvertible {
    /// The whole story in a sentence or two.
    public var description: String {
        var text =
            "no connection became free in \(waited.inWords): \(connections) of at most "
            + "\(maximumConnections) open, \(leases.count) leased, \(connecting) connecting, "
            + "\(waiters) callers waiting"
        if !leases.isEmpty {
            text += "; held by " + leases.prefix(3).map(\.description).joined(separator: "; ")
        }
        if leases.count > 3 { text += "; and \(leases.count - 3) more" }
        if let lastConnectError {
            text += "; connecting failed last: \(lastConnectError.message)"
        }
        return text
    }
}

extension PGError {
    /// The details of an error of `PGError.Code.poolTimeout`.
    public var poolTimeout: PoolTimeout? { underlying as? PoolTimeout }
}
