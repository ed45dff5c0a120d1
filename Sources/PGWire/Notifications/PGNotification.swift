#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A message that some session sent by NOTIFY or `pg_notify`.
///
/// See "NOTIFY" in the PostgreSQL manual.
public struct PGNotification: Sendable, Hashable {
    /// The channel's name, spelled as it was subscribed to.
    public let channel: String
    /// What the sender added; empty when it added nothing.
    public let payload: String
    /// The server process of the session that sent it, ``Connection/backendProcessID`` there.
    public let backendProcessID: Int32

    /// Makes a notification, for tests of code that handles them.
    public init(channel: String, payload: String = "", backendProcessID: Int32 = 0) {
        self.channel = channel
        self.payload = payload
        self.backendProcessID = backendProcessID
    }
}

/// What a listener hears.
public enum NotificationEvent: Sendable, Hashable {
    /// A message came.
    case notification(PGNotification)
    /// Messages sent from this moment, by this machine's clock, until now may have been missed.
    ///
    /// The connection was lost and has been made again, or the buffer was full. Messages that come after
    /// this event are complete again: read anew what they would have told of, then go on.
    case gap(since: Date)
}

/// What happens to messages that come faster than they are read.
///
/// The server is never held back: its queue is one for all databases, and one listener that does
/// not read would, in the end, make every NOTIFY fail.
public struct NotificationBufferPolicy: Sendable, Hashable {
    enum Overflow: Sendable, Hashable {
        case dropOldest, fail
    }

    let capacity: Int
    let overflow: Overflow

    /// Keeps the newest `count` messages; the reader is told of those dropped by a
    /// ``NotificationEvent/gap(since:)``.
    ///
    /// The default, with 1,024 messages. One is at most 8,000 bytes.
    public static func dropOldest(keeping count: Int = 1_024) -> NotificationBufferPolicy {
        NotificationBufferPolicy(capacity: max(1, count), overflow: .dropOldest)
    }

    /// Ends the sequence with `PGError.Code.notificationsLost` when more than `count` messages wait;
    /// those are delivered first.
    public static func fail(after count: Int) -> NotificationBufferPolicy {
        NotificationBufferPolicy(capacity: max(1, count), overflow: .fail)
    }
}
