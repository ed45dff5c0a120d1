import PGCore

extension CodecSample {
    /// `inet`, `cidr`, `macaddr` and `macaddr8`.
    public static let addresses: [CodecSample] = [
        CodecSample(
            made("127.0.0.1", PGInet.self), "inet", .inet, text: "127.0.0.1",
            hex: "022000047f000001"),
        CodecSample(
            made("192.168.0.5/24", PGInet.self), "inet", .inet, text: "192.168.0.5/24",
            hex: "02180004c0a80005"),
        CodecSample(
            made("0.0.0.0/0", PGInet.self), "inet", .inet, text: "0.0.0.0/0",
            hex: "0200000400000000"),
        CodecSample(
            made("255.255.255.255", PGInet.self), "inet", .inet, text: "255.255.255.255",
            hex: "02200004ffffffff"),
        CodecSample(
            made("10.1.2.3/32", PGInet.self), "inet", .inet, text: "10.1.2.3",
            hex: "022000040a010203"),
        CodecSample(
            made("10.1.2.3/8", PGInet.self), "inet", .inet, text: "10.1.2.3/8",
            hex: "020800040a010203"),
        CodecSample(
            made("::", PGInet.self), "inet", .inet, text: "::",
            hex: "0380001000000000000000000000000000000000"),
        CodecSample(
            made("::1", PGInet.self), "inet", .inet, text: "::1",
            hex: "0380001000000000000000000000000000000001"),
        CodecSample(
            made("::/0", PGInet.self), "inet", .inet, text: "::/0",
            hex: "0300001000000000000000000000000000000000"),
        CodecSample(
            made("2001:db8::1", PGInet.self), "inet", .inet, text: "2001:db8::1",
            hex: "0380001020010db8000000000000000000000001"),
        CodecSample(
            made("2001:db8::8a2e:370:7334/64", PGInet.self), "inet", .inet,
            text: "2001:db8::8a2e:370:7334/64", hex: "0340001020010db80000000000008a2e03707334"),
        CodecSample(
            made("::ffff:1.2.3.4", PGInet.self), "inet", .inet, text: "::ffff:1.2.3.4",
            hex: "0380001000000000000000000000ffff01020304"),
        CodecSample(
            made("::1.2.3.4", PGInet.self), "inet", .inet, text: "::1.2.3.4",
            hex: "0380001000000000000000000000000001020304"),
        CodecSample(
            made("::ffff:0:0", PGInet.self), "inet", .inet, text: "::ffff:0.0.0.0",
            hex: "0380001000000000000000000000ffff00000000"),
        CodecSample(
            made("1:0:0:2::3", PGInet.self), "inet", .inet, text: "1:0:0:2::3",
            hex: "0380001000010000000000020000000000000003"),
        CodecSample(
            made("1:2:3:4:5:6:7:8", PGInet.self), "inet", .inet, text: "1:2:3:4:5:6:7:8",
            hex: "0380001000010002000300040005000600070008"),
        CodecSample(
            made("fe80::1/10", PGInet.self), "inet", .inet, text: "fe80::1/10",
            hex: "030a0010fe800000000000000000000000000001"),
        CodecSample(
            made("::5:0", PGInet.self), "inet", .inet, text: "::0.5.0.0",
            hex: "0380001000000000000000000000000000050000"),
        CodecSample(
            made("1::", PGInet.self), "inet", .inet, text: "1::",
            hex: "0380001000010000000000000000000000000000"),
        CodecSample(
            made("0:0:1::", PGInet.self), "inet", .inet, text: "0:0:1::",
            hex: "0380001000000000000100000000000000000000"),
        CodecSample(
            made("192.168.0.0/24", PGCIDR.self), "cidr", .cidr, text: "192.168.0.0/24",
            hex: "02180104c0a80000"),
        CodecSample(
            made("10.0.0.0/8", PGCIDR.self), "cidr", .cidr, text: "10.0.0.0/8",
            hex: "020801040a000000"),
        CodecSample(
            made("0.0.0.0/0", PGCIDR.self), "cidr", .cidr, text: "0.0.0.0/0",
            hex: "0200010400000000"),
        CodecSample(
            made("1.2.3.4/32", PGCIDR.self), "cidr", .cidr, text: "1.2.3.4/32",
            hex: "0220010401020304"),
        CodecSample(
            made("2001:db8::/32", PGCIDR.self), "cidr", .cidr, text: "2001:db8::/32",
            hex: "0320011020010db8000000000000000000000000"),
        CodecSample(
            made("::/0", PGCIDR.self), "cidr", .cidr, text: "::/0",
            hex: "0300011000000000000000000000000000000000"),
        CodecSample(
            made("::1/128", PGCIDR.self), "cidr", .cidr, text: "::1/128",
            hex: "0380011000000000000000000000000000000001"),
        CodecSample(
            made("::ffff:1.2.3.0/120", PGCIDR.self), "cidr", .cidr, text: "::ffff:1.2.3.0/120",
            hex: "0378011000000000000000000000ffff01020300"),
        CodecSample(
            made("08:00:2b:01:02:03", PGMACAddress.self), "macaddr", .macaddr,
            text: "08:00:2b:01:02:03", hex: "08002b010203"),
        CodecSample(
            made("00:00:00:00:00:00", PGMACAddress.self), "macaddr", .macaddr,
            text: "00:00:00:00:00:00", hex: "000000000000"),
        CodecSample(
            made("ff:ff:ff:ff:ff:ff", PGMACAddress.self), "macaddr", .macaddr,
            text: "ff:ff:ff:ff:ff:ff", hex: "ffffffffffff"),
        CodecSample(
            made("08:00:2b:ff:fe:01:02:03", PGMACAddress8.self), "macaddr8", .macaddr8,
            text: "08:00:2b:ff:fe:01:02:03", hex: "08002bfffe010203"),
        CodecSample(
            made("ff:ff:ff:ff:ff:ff:ff:ff", PGMACAddress8.self), "macaddr8", .macaddr8,
            text: "ff:ff:ff:ff:ff:ff:ff:ff", hex: "ffffffffffffffff"),
        CodecSample(
            made("08:00:2b:01:02:03", PGMACAddress.self).extended, "macaddr8", .macaddr8,
            text: "08:00:2b:ff:fe:01:02:03", hex: "08002bfffe010203"),
    ]
}
