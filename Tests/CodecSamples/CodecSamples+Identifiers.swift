import PGCore

extension CodecSample {
    /// Numbers that the server gives to things.
    public static let identifiers: [CodecSample] = [
        CodecSample(
            OID(1259), "oid", .oid, text: "1259", hex: "000004eb"),
        CodecSample(
            OID(4_294_967_295), "oid", .oid, text: "4294967295", hex: "ffffffff"),
        CodecSample(
            PGXID(4_294_967_295), "xid", .xid, text: "4294967295", hex: "ffffffff"),
        CodecSample(
            PGCID(7), "cid", .cid, text: "7", hex: "00000007"),
        CodecSample(
            PGXID8(.max), "xid8", .xid8, text: "18446744073709551615", hex: "ffffffffffffffff"),
        CodecSample(
            made("(0,1)", PGTID.self), "tid", .tid, text: "(0,1)", hex: "000000000001"),
        CodecSample(
            made("(4294967295,65535)", PGTID.self), "tid", .tid, text: "(4294967295,65535)",
            hex: "ffffffffffff"),
        CodecSample(
            made("(0,0)", PGTID.self), "tid", .tid, text: "(0,0)", hex: "000000000000"),
        CodecSample(
            made("16/B374D848", PGLSN.self), "pg_lsn", .pgLsn, text: "16/B374D848",
            hex: "00000016b374d848"),
        CodecSample(
            made("0/0", PGLSN.self), "pg_lsn", .pgLsn, text: "0/0", hex: "0000000000000000"),
        CodecSample(
            made("FFFFFFFF/FFFFFFFF", PGLSN.self), "pg_lsn", .pgLsn, text: "FFFFFFFF/FFFFFFFF",
            hex: "ffffffffffffffff"),
        CodecSample(
            made("0/1000", PGLSN.self), "pg_lsn", .pgLsn, text: "0/1000", hex: "0000000000001000"),
        CodecSample(
            made("10:20:12,13", PGSnapshot.self), "pg_snapshot", .pgSnapshot, text: "10:20:12,13",
            hex: "00000002000000000000000a0000000000000014000000000000000c000000000000000d"),
        CodecSample(
            made("10:10:", PGSnapshot.self), "pg_snapshot", .pgSnapshot, text: "10:10:",
            hex: "00000000000000000000000a000000000000000a"),
        CodecSample(
            made("1:9223372036854775807:5", PGSnapshot.self), "pg_snapshot", .pgSnapshot,
            text: "1:9223372036854775807:5",
            hex: "0000000100000000000000017fffffffffffffff0000000000000005"),
        CodecSample(
            made("10:20:12,13", PGSnapshot.self), "txid_snapshot", .txidSnapshot,
            text: "10:20:12,13",
            hex: "00000002000000000000000a0000000000000014000000000000000c000000000000000d"),
        CodecSample(
            PGInt2Vector([1, -2, 32_767]), "int2vector", .int2vector, text: "1 -2 32767",
            hex: "000000010000000000000015000000030000000000000002000100000002fffe000000027fff"),
        CodecSample(
            PGInt2Vector([]), "int2vector", .int2vector, text: "",
            hex: "0000000100000000000000150000000000000000"),
        CodecSample(
            PGOIDVector([OID(23), OID(4_294_967_295)]), "oidvector", .oidvector,
            text: "23 4294967295",
            hex: "00000001000000000000001a0000000200000000000000040000001700000004ffffffff"),
        CodecSample(
            PGOIDVector([]), "oidvector", .oidvector, text: "",
            hex: "00000001000000000000001a0000000000000000"),
    ]
}
