import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("Network addresses on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct NetworkLiveTests {
    @Test func `questions`() async throws {
        let address = try #require(PGInet("192.168.1.7"))
        try await check(t.ip.isContained(in: t.net), #""s"."ip" << "s"."net""#, is: true)
        try await check(t.net.isContainedOrEqual(to: t.net), #""s"."net" <<= "s"."net""#, is: true)
        try await check(t.net.contains(t.ip), #""s"."net" >> "s"."ip""#, is: true)
        try await check(
            t.net.containsOrEquals(address), #""s"."net" >>= $1::inet | '192.168.1.7'"#, is: true)
        try await check(t.ip.overlaps(t.net), #""s"."ip" && "s"."net""#, is: true)
        try await check(t.ip.family(), #"family("s"."ip")"#, is: 4)
        try await check(t.ip.maskLength(), #"masklen("s"."ip")"#, is: 24)
        try await check(t.ip < address, #""s"."ip" < $1 | '192.168.1.7'"#, is: true)
    }

    @Test func `parts and calculations`() async throws {
        try await check(t.ip.host(), #"host("s"."ip")"#, is: "192.168.1.5")
        try await check(t.net.abbrev(), #"abbrev("s"."net")"#, is: "192.168/16")
        try await check(t.ip.netmask(), #"netmask("s"."ip")"#, is: PGInet("255.255.255.0"))
        try await check(t.ip.hostmask(), #"hostmask("s"."ip")"#, is: PGInet("0.0.0.255"))
        try await check(t.ip.broadcast(), #"broadcast("s"."ip")"#, is: PGInet("192.168.1.255/24"))
        try await check(t.ip.network(), #"network("s"."ip")"#, is: PGCIDR("192.168.1.0/24"))
        try await check(
            t.ip.setMaskLength(16).maskLength(),
            #"masklen(set_masklen("s"."ip", $1::integer)) | '16'"#, is: 16)
        try await check(
            t.ip.merged(with: t.net), #"inet_merge("s"."ip", "s"."net")"#,
            is: PGCIDR("192.168.0.0/16"))
        try await check(
            t.ip.adding(2), #""s"."ip" + $1::bigint | '2'"#, is: PGInet("192.168.1.7/24"))
        try await check(
            t.ip.subtracting(t.id), #""s"."ip" - "s"."id""#, is: PGInet("192.168.1.4/24"))
        try await check(t.ip.distance(from: t.ip), #""s"."ip" - "s"."ip""#, is: 0)
    }
}
