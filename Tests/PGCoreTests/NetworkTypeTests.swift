import PGCore
import Testing

@Suite("Network addresses")
struct NetworkTypeTests {
    @Test(
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1",
            "1.2.3.4/1/2",
            "1.2.3.x", " 1.2.3.4", "::/129", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9", "g::", "1:2:3:4:5:6:7::8", "::1.2.3", "1.2.3.4::", ":1", "1:",
        ])
    func `malformed addresses are refused`(text: String) {
        #expect(PGInet(text) == nil)
    }

    @Test(
        arguments: zip(
            ["2001:DB8:0:0::1", "0:0:0:0:0:0:0:1/128", "::FFFF:1.2.3.4", "1:2:3:4:5:6:7.8.9.10"],
            ["2001:db8::1", "::1", "::ffff:1.2.3.4", "1:2:3:4:5:6:708:90a"]))
    func `other spellings mean the same address`(text: String, printed: String) {
        #expect(PGInet(text)?.description == printed)
    }

    @Test func `an address keeps host and network apart`() throws {
        let address = try #require(PGInet("192.168.3.7/22"))

        #expect(address.bytes == [192, 168, 3, 7])
        #expect(address.address == "192.168.3.7")
        #expect(!address.isHost)
        #expect(address.network.description == "192.168.0.0/22")
        #expect(address.network.contains(address))
        #expect(PGCIDR("192.168.3.7/22") == nil)
        #expect(PGInet(bytes: [1, 2, 3]) == nil)
        #expect(PGInet(bytes: [1, 2, 3, 4], prefixLength: 33) == nil)
    }

    @Test(
        arguments: zip(
            [("10.0.0.0/8", "10.255.0.1"), ("10.0.0.0/8", "11.0.0.1"), ("0.0.0.0/0", "1.1.1.1")]
                + [("::/0", "1.1.1.1"), ("::/0", "ffff::"), ("10.1.0.0/16", "10.0.0.0/8")],
            [true, false, true, false, true, false]))
    func `a network knows its addresses`(pair: (String, String), isInside: Bool) throws {
        let network = try #require(PGCIDR(pair.0))

        #expect(network.contains(try #require(PGInet(pair.1))) == isInside)
    }

    @Test func `an address with bits after the prefix does not bind to cidr`() throws {
        let address = try #require(PGInet("10.0.0.1/8"))

        let error = #expect(throws: PGError.self) { try encoded(address, as: .cidr) }

        #expect(error?.code == .parameterOutOfRange)
        #expect(try encoded(try #require(PGInet("10.0.0.0/8")), as: .cidr).bytes.count == 8)
        #expect(try encoded(address.network, as: .inet).bytes == [2, 8, 0, 4, 10, 0, 0, 0])
        #expect(try encoded(address.network, as: .text).format == .text)
        #expect(throws: PGError.self) { try encoded(address.network, as: .int4) }
    }

    @Test(arguments: ["08002b010203", "08-00-2B-01-02-03", "08:00:2b:01:02:03"])
    func `hardware addresses may be separated in several ways`(text: String) {
        #expect(PGMACAddress(text)?.description == "08:00:2b:01:02:03")
        #expect(PGMACAddress8(text)?.description == "08:00:2b:ff:fe:01:02:03")
    }

    @Test(arguments: [
        "", "08:00:2b:01:02", "08:00-2b:01:02:03", "08:00:2b:01:02:0g", "8:0:2b:1:2:3",
    ])
    func `malformed hardware addresses are refused`(text: String) {
        #expect(PGMACAddress(text) == nil)
        #expect(PGMACAddress8(text) == nil)
    }
}
