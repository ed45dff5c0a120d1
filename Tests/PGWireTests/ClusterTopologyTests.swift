import PGCore
@testable import PGWire
import Testing

@Suite("Cluster topology")
struct ClusterTopologyTests {
    typealias Report = Result<ClusterTopology.Report, PGError>

    private let gone = Report.failure(PGError(.connectionFailed, "refused"))

    private func primary(_ position: UInt64 = 100, timeline: UInt32 = 1) -> Report {
        .success(
            .init(isStandby: false, position: WALPosition(rawValue: position), timeline: timeline))
    }

    private func standby(_ position: UInt64 = 100) -> Report {
        .success(.init(isStandby: true, position: WALPosition(rawValue: position), timeline: nil))
    }

    private func topology(_ reports: [Report]) -> ClusterTopology {
        var topology = ClusterTopology(count: reports.count)
        _ = topology.probed(reports, now: beginning)
        return topology
    }

    private func read(
        _ topology: inout ClusterTopology, _ choice: ClusterConfiguration.Choice = .roundRobin,
        loads: [Int] = [0, 0, 0, 0], lag: UInt64? = nil, after position: UInt64? = nil,
        excluding: Set<Int> = []
    ) -> Int? {
        topology.standby(
            choice, loads: loads, maximumLag: lag,
            position: position.map { WALPosition(rawValue: $0) }, excluding: excluding)
    }

    @Test func writesGoToThePrimary() {
        #expect(topology([standby(), primary(), gone]).trustedPrimary == 1)
        #expect(topology([standby(), gone]).trustedPrimary == nil)
    }

    @Test func ofTwoPrimariesTheLaterTimelineIsRight() {
        #expect(topology([primary(timeline: 2), primary(timeline: 3)]).primary == 1)
        #expect(topology([primary(timeline: 3), primary(timeline: 2)]).primary == 0)
        #expect(topology([primary(), primary()]).primary == 0)
    }

    @Test func aPromotionDemotesTheOldPrimary() {
        var topology = topology([primary(), standby()])
        #expect(topology.probed([primary(), standby()], now: beginning) == [])
        #expect(topology.probed([gone, standby()], now: beginning) == [0])
        #expect(topology.probed([gone, primary(timeline: 2)], now: beginning) == [])
        // The old one comes back and believes that nothing has happened.
        #expect(topology.probed([primary(), primary(timeline: 2)], now: beginning) == [])
        #expect(topology.primary == 1)
    }

    @Test func aSuspectIsNotUsedUntilItHasBeenAsked() {
        var topology = topology([primary(), standby(), standby()])
        topology.suspect(0)
        topology.suspect(1)
        #expect(topology.trustedPrimary == nil)
        #expect((0..<4).map { _ in read(&topology) } == [2, 2, 2, 2])
        _ = topology.probed([primary(), standby(), gone], now: beginning)
        #expect(topology.trustedPrimary == 0)
        #expect(read(&topology) == 1)
    }

    @Test func readsTakeTurns() {
        var topology = topology([primary(), standby(), standby(), standby()])
        let chosen = (0..<6).compactMap { _ in read(&topology) }
        #expect(Set(chosen) == [1, 2, 3])
        #expect(chosen.prefix(3) == chosen.suffix(3))
        #expect(read(&topology, excluding: [1, 2]) == 3)
        #expect(read(&topology, excluding: [1, 2, 3]) == nil)
    }

    @Test func theLeastLoadedIsChosen() {
        var topology = topology([primary(), standby(), standby(), standby()])
        let chosen = (0..<4).compactMap { _ in
            read(&topology, .leastLoaded, loads: [0, 5, 2, 2])
        }
        #expect(Set(chosen) == [2, 3])
    }

    @Test func aStandbyThatIsFarBehindIsNotRead() {
        var topology = topology([primary(1000), standby(899), standby(900), standby(1100)])
        #expect(Set((0..<8).compactMap { _ in read(&topology, lag: 100) }) == [2, 3])
        #expect(Set((0..<8).compactMap { _ in read(&topology, lag: nil) }) == [1, 2, 3])
    }

    @Test func aStandbyThatHasReplayedThePositionComesFirst() {
        var topology = topology([primary(1000), standby(900), standby(950)])
        #expect((0..<3).map { _ in read(&topology, after: 950) } == [2, 2, 2])
        #expect(topology.has(2, replayed: WALPosition(rawValue: 950)))
        #expect(!topology.has(1, replayed: WALPosition(rawValue: 950)))
        topology.replayed(WALPosition(rawValue: 960), by: 1)
        #expect(topology.has(1, replayed: WALPosition(rawValue: 950)))
        // None has: any will do, and be waited for.
        #expect(read(&topology, after: 2000) != nil)
    }

    @Test func knowledgeGrowsOld() {
        let topology = topology([primary()])
        #expect(!topology.isBlank && ClusterTopology(count: 1).isBlank)
        #expect(!topology.isStale(now: beginning + .milliseconds(999), after: .seconds(1)))
        #expect(topology.isStale(now: beginning + .seconds(1), after: .seconds(1)))
    }

    @Test func retriesEnd() {
        let refused = PGError(.connectionFailed, "refused").executed(.notSent)
        var retries = FailoverRetries()
        #expect(retries.allow(after: refused, on: 0) == true)
        #expect(retries.allow(after: refused, on: 0) == true)
        #expect(retries.allow(after: refused, on: 0) == false)
        #expect(retries.allow(after: refused, on: 1) == true)
        var others = FailoverRetries()
        let lost = PGError(.connectionLost, "lost").executed(.mayHaveRun)
        #expect(others.allow(after: lost, on: 0) == false)
        #expect(others.allow(after: PGError(.cancelled, "cancelled"), on: 0) == false)
    }

    // MARK: Positions and hosts

    @Test(arguments: [("0/0", 0), ("16/B374D848", 0x16_B374_D848), ("FFFFFFFF/FFFFFFFF", .max)])
    func positionsHaveTheServersText(text: String, number: UInt64) {
        #expect(WALPosition(text)?.rawValue == number)
        #expect(WALPosition(rawValue: number).description == text)
    }

    @Test(arguments: ["", "/", "1", "1/", "/1", "1/2/3", "g/0", "+1/2", "123456789/0", " 1/2"])
    func otherTextIsNoPosition(text: String) {
        #expect(WALPosition(text) == nil)
    }

    @Test func aConnectionStringIsTakenApart() throws {
        let hosts = try ClusterHosts.hosts(
            of: .url("postgresql://app:pw@db1:5433,db2:5434/shop?target_session_attrs=primary"))
        #expect(hosts.map(\.name) == ["db1:5433", "db2:5434"])
        let second = try #require(hosts.last)
        guard case .url(let text) = second.source else {
            Issue.record("not a connection string")
            return
        }
        let settings = try ConnectionString.parse(text)
        #expect(settings["host"] == "db2" && settings["port"] == "5434")
        #expect(settings["user"] == "app" && settings["password"] == "pw")
        #expect(settings["dbname"] == "shop")
    }

    @Test func onePortServesAllHosts() throws {
        let hosts = try ClusterHosts.hosts(of: .url("host=a,b,c port=6000"))
        #expect(hosts.map(\.name) == ["a:6000", "b:6000", "c:6000"])
    }

    @Test(arguments: ["host=a,b,c port=1,2", "host=a,b hostaddr=1.1.1.1"])
    func hostsAndPortsHaveToGoTogether(text: String) {
        let error = #expect(throws: PGError.self) { _ = try ClusterHosts.hosts(of: .url(text)) }
        #expect(error?.code == .invalidConfiguration)
    }
}
