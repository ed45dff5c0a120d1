public import PGCore

/// What a cluster knows of one of its servers.
public struct ClusterMember: Sendable {
    /// What a server does in its cluster.
    public enum Role: String, Sendable, Hashable {
        /// It has not been asked.
        case unknown
        /// It takes writes.
        case primary
        /// It replays the primary's log and may be read.
        case standby
        /// It did not answer.
        case unreachable
    }

    /// The server's host and port, as configured.
    public let name: String
    /// What it said it does, last.
    public let role: Role
    /// How far its log goes: what a primary has written, or what a standby has replayed.
    public let position: WALPosition?
    /// The timeline of a primary; each promotion begins a new one.
    public let timeline: UInt32?
    /// Why it could not be asked, if it could not.
    public let failure: PGError?
}

extension ClusterMember: CustomStringConvertible {
    /// Such as `db1:5432 standby at 0/3000148`.
    public var description: String {
        var text = "\(name) \(role.rawValue)"
        if let position { text += " at \(position)" }
        if let failure { text += " (\(failure.message))" }
        return text
    }
}
