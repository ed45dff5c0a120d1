import Testing

@testable import PGWire

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("The table of listeners")
struct ListenerTableTests {
    final class Subscriber {}

    private let moment = Date(timeIntervalSince1970: 1_000)

    @Test func onlyWhatTheServerDoesNotKnowIsSent() {
        var table = ListenerTable<Subscriber>()
        let (first, second) = (Subscriber(), Subscriber())

        #expect(table.add(first, to: ["a", "b"]) == ["a", "b"])
        #expect(table.difference == .init(listen: ["a", "b"]))
        table.didListen(to: "a")
        table.didListen(to: "b")
        #expect(table.add(second, to: ["b"]) == ["b"])
        #expect(table.difference.isEmpty)

        table.remove(first)
        #expect(table.difference == .init(unlisten: ["a"]))
        table.didUnlisten("a")
        #expect(table.difference.isEmpty)
        #expect(!table.isEmpty)
        table.remove(second, from: ["b"])
        #expect(table.isEmpty)
        #expect(table.difference == .init(unlisten: ["b"]))
    }

    @Test func subscribingTwiceCountsOnce() {
        var table = ListenerTable<Subscriber>()
        let subscriber = Subscriber()
        #expect(table.add(subscriber, to: ["a"]) == ["a"])
        #expect(table.add(subscriber, to: ["a", "b"]) == ["b"])
        #expect(table.route(PGNotification(channel: "a")).count == 1)
        table.remove(subscriber, from: ["a"])
        #expect(table.route(PGNotification(channel: "a")).isEmpty)
    }

    @Test func theGapComesBeforeWhatCameAfterIt() {
        var table = ListenerTable<Subscriber>()
        let (old, new) = (Subscriber(), Subscriber())
        _ = table.add(old, to: ["a", "b"])
        table.didListen(to: "a")
        table.didListen(to: "b")

        table.connectionLost(since: moment)
        _ = table.add(new, to: ["a"])
        #expect(table.difference == .init(listen: ["a", "b"]))
        table.didListen(to: "a")

        // The one who missed nothing hears it at once; the other first has to hear of the gap.
        let early = PGNotification(channel: "a", payload: "early")
        #expect(table.route(early).map(ObjectIdentifier.init) == [ObjectIdentifier(new)])
        table.didListen(to: "b")
        let due = table.takeResumptions()
        #expect(due.count == 1)
        #expect(due.first?.subscriber === old)
        #expect(due.first?.since == moment)
        #expect(due.first?.held == [early])
        #expect(table.takeResumptions().isEmpty)
        #expect(table.route(early).count == 2)
    }

    @Test func twoLossesInARowAreOneGapFromTheFirst() {
        var table = ListenerTable<Subscriber>()
        let subscriber = Subscriber()
        _ = table.add(subscriber, to: ["a"])
        table.didListen(to: "a")
        table.connectionLost(since: moment)
        table.didListen(to: "a")
        table.connectionLost(since: moment + 5)
        #expect(table.takeResumptions().map(\.since) == [moment])
    }

    @Test func whoNeverListenedMissedNothing() {
        var table = ListenerTable<Subscriber>()
        _ = table.add(Subscriber(), to: ["a"])
        table.connectionLost(since: moment)
        #expect(table.takeResumptions().isEmpty)
    }

    @Test func whoLeftIsOwedNothing() {
        var table = ListenerTable<Subscriber>()
        let subscriber = Subscriber()
        _ = table.add(subscriber, to: ["a"])
        table.didListen(to: "a")
        table.connectionLost(since: moment)
        table.remove(subscriber)
        #expect(table.takeResumptions().isEmpty)
    }
}
