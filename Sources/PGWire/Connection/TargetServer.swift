/// Which of several servers a connection may end up at.
///
/// The spellings are those of the connection parameter `target_session_attrs`.
public enum TargetServer: String, Sendable, Hashable, CaseIterable {
    /// The first that can be connected to.
    case any
    /// One whose sessions can write by default.
    case readWrite = "read-write"
    /// One whose sessions cannot write by default.
    case readOnly = "read-only"
    /// One that is not in hot standby.
    case primary
    /// One that is in hot standby.
    case standby
    /// A standby if there is one among the hosts, any other otherwise.
    case preferStandby = "prefer-standby"
}

/// The order in which several hosts, and the addresses of each, are tried.
///
/// The spellings are those of the connection parameter `load_balance_hosts`.
public enum HostOrder: String, Sendable, Hashable, CaseIterable {
    /// As they are listed.
    case listed = "disable"
    /// Another order for each connection, so that connections spread over the hosts.
    case random
}
