import PGCore

extension CodecSample {
    /// The types of `pgvector`, made from its documentation: the extension is rarely installed.
    public static let vectors: [CodecSample] = [
        CodecSample(
            PGVector([1, 2.5, -3]), "vector", OID(100_000), text: "[1,2.5,-3]",
            hex: "000300003f80000040200000c0400000"),
        CodecSample(
            PGVector([1e6, 0.1]), "vector", OID(100_000), text: "[1e+06,0.1]",
            hex: "00020000497424003dcccccd"),
        CodecSample(
            PGHalfVector([1, 2.5, -3]), "halfvec", OID(100_000), text: "[1,2.5,-3]",
            hex: "000300003c004100c200"),
        CodecSample(
            PGHalfVector([65_504, 0x1p-24, -0.0]), "halfvec", OID(100_000),
            text: "[65504,5.9604645e-08,-0]", hex: "000300007bff00018000"),
        CodecSample(
            made("{1:1.5,3:2}/5", PGSparseVector.self), "sparsevec", OID(100_000),
            text: "{1:1.5,3:2}/5",
            hex: "0000000500000002000000000000000000000002" + "3fc0000040000000"),
        CodecSample(
            made("{}/3", PGSparseVector.self), "sparsevec", OID(100_000), text: "{}/3",
            hex: "000000030000000000000000"),
    ]
}
