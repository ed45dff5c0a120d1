#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who listens to which channel, and what the server has been told of it.
///
/// It performs nothing. What is wanted and what the server listens to for us may differ at any time;
/// ``difference`` is what has to be sent. After a lost connection each subscriber is owed word of
/// the gap, which is due when the server listens to everything again.
struct ListenerTable<Subscriber: AnyObject> {
    private struct Debt {
        let subscriber: Subscriber
        let since: Date
        /// What came on the new connection before the gap could be told.
        var held: [PGNotification] = []
    }

    /// What a subscriber is due when everything is listened to again.
    struct Resumption {
        let subscriber: Subscriber
        let since: Date
        let held: [PGNotification]
    }

    /// What the server has to be told.
    struct Difference: Equatable {
        var listen: [String] = []
        var unlisten: [String] = []

        var isEmpty: Bool { listen.isEmpty && unlisten.isEmpty }
    }

    /// Messages kept for a subscriber before its gap is told.
    ///
    /// The gap covers those beyond.
    private static var heldLimit: Int { 1_024 }

    private var channels: [String: [Subscriber]] = [:]
    private var listened: Set<String> = []
    private var debts: [ObjectIdentifier: Debt] = [:]

    /// Whether nobody listens to anything.
    var isEmpty: Bool { channels.isEmpty }

    /// Everybody who listens to something.
    var subscribers: [Subscriber] {
        var seen: Set<ObjectIdentifier> = []
        return channels.values.joined().filter { seen.insert(ObjectIdentifier($0)).inserted }
    }

    /// Whether the server listens to all of these for us.
    func isListened(_ names: some Sequence<String>) -> Bool {
        names.allSatisfy(listened.contains)
    }

    /// Whether anybody listens to the channel.
    func isWanted(_ channel: String) -> Bool { channels[channel] != nil }

    /// What is wanted and not listened to, and the other way round.
    var difference: Difference {
        Difference(
            listen: channels.keys.filter { !listened.contains($0) }.sorted(),
            unlisten: listened.filter { channels[$0] == nil }.sorted())
    }

    /// Subscribes to channels; returns those that are new to the subscriber.
    mutating func add(_ subscriber: Subscriber, to names: [String]) -> [String] {
        names.filter { name in
            guard channels[name]?.contains(where: { $0 === subscriber }) != true else {
                return false
            }
            channels[name, default: []].append(subscriber)
            return true
        }
    }

    /// Ends subscriptions; `nil` for all of the subscriber's.
    mutating func remove(_ subscriber: Subscriber, from names: [String]? = nil) {
        for name in names ?? Array(channels.keys) {
            channels[name]?.removeAll { $0 === subscriber }
            if channels[name]?.isEmpty == true { channels[name] = nil }
        }
        if names == nil { debts[ObjectIdentifier(subscriber)] = nil }
    }

    /// The server took a LISTEN.
    mutating func didListen(to channel: String) {
        listened.insert(channel)
    }

    /// The server took an UNLISTEN.
    mutating func didUnlisten(_ channel: String) {
        listened.remove(channel)
    }

    /// The connection is gone, and was last known to work at `moment`.
    mutating func connectionLost(since moment: Date) {
        for channel in listened {
            for subscriber in channels[channel] ?? [] {
                let key = ObjectIdentifier(subscriber)
                let since = min(moment, debts[key]?.since ?? moment)
                debts[key] = Debt(subscriber: subscriber, since: since)
            }
        }
        listened.removeAll()
    }

    /// A message came; returns who gets it now.
    mutating func route(_ notification: PGNotification) -> [Subscriber] {
        (channels[notification.channel] ?? []).filter { subscriber in
            let key = ObjectIdentifier(subscriber)
            guard let debt = debts[key] else { return true }
            if debt.held.count < Self.heldLimit { debts[key]?.held.append(notification) }
            return false
        }
    }

    /// Everything wanted is listened to: returns what is owed for the time when it was not.
    mutating func takeResumptions() -> [Resumption] {
        defer { debts.removeAll() }
        return debts.values.map {
            Resumption(subscriber: $0.subscriber, since: $0.since, held: $0.held)
        }
    }
}
