import PGCore

extension CodecSample {
    /// `tsvector` and `tsquery`.
    public static let searches: [CodecSample] = [
        CodecSample(
            made("", PGTSVector.self), "tsvector", .tsvector, text: "", hex: "00000000"),
        CodecSample(
            made("'a'", PGTSVector.self), "tsvector", .tsvector, text: "'a'",
            hex: "0000000161000000"),
        CodecSample(
            made("'a':1A,2B,3C,4 'b' 'fat cat':16383", PGTSVector.self), "tsvector", .tsvector,
            text: "'a':1A,2B,3C,4 'b' 'fat cat':16383",
            hex: "0000000361000004c00180024003000462000000666174206361740000013fff"),
        CodecSample(
            made(#"' ' 'it''s' 'x\\y'"#, PGTSVector.self), "tsvector", .tsvector,
            text: #"' ' 'it''s' 'x\\y'"#, hex: "000000032000000069742773000000785c79000000"),
        CodecSample(
            made("'aaa' 'b' 'é'", PGTSVector.self), "tsvector", .tsvector, text: "'aaa' 'b' 'é'",
            hex: "0000000361616100000062000000c3a9000000"),
        CodecSample(
            made("'a':5,3,3A 'A':1", PGTSVector.self), "tsvector", .tsvector,
            text: "'A':1 'a':3A,5", hex: "0000000241000001000161000002c0030005"),
        CodecSample(
            made("", PGTSQuery.self), "tsquery", .tsquery, text: "", hex: "00000000"),
        CodecSample(
            made("'a'", PGTSQuery.self), "tsquery", .tsquery, text: "'a'", hex: "000000010100006100"
        ),
        CodecSample(
            made("'a' & 'b' | !'c'", PGTSQuery.self), "tsquery", .tsquery, text: "'a' & 'b' | !'c'",
            hex: "00000006020302010100006300020201000062000100006100"),
        CodecSample(
            made("( 'a' | 'b' ) & 'c'", PGTSQuery.self), "tsquery", .tsquery,
            text: "( 'a' | 'b' ) & 'c'", hex: "0000000502020100006300020301000062000100006100"),
        CodecSample(
            made("'a' <-> 'b' <2> 'c'", PGTSQuery.self), "tsquery", .tsquery,
            text: "'a' <-> 'b' <2> 'c'",
            hex: "000000050204000201000063000204000101000062000100006100"),
        CodecSample(
            made("'a' <-> ( 'b' <-> 'c' )", PGTSQuery.self), "tsquery", .tsquery,
            text: "'a' <-> ( 'b' <-> 'c' )",
            hex: "000000050204000102040001010000630001000062000100006100"),
        CodecSample(
            made("!( 'a' & 'b' )", PGTSQuery.self), "tsquery", .tsquery, text: "!( 'a' & 'b' )",
            hex: "000000040201020201000062000100006100"),
        CodecSample(
            made("!!'a'", PGTSQuery.self), "tsquery", .tsquery, text: "!!'a'",
            hex: "00000003020102010100006100"),
        CodecSample(
            made("'super':*AB & 'it''s':D", PGTSQuery.self), "tsquery", .tsquery,
            text: "'super':*AB & 'it''s':D", hex: "0000000302020101006974277300010c01737570657200"),
        CodecSample(
            made("( 'a' & 'b' ) <0> 'c' | 'd'", PGTSQuery.self), "tsquery", .tsquery,
            text: "( 'a' & 'b' ) <0> 'c' | 'd'",
            hex: "0000000702030100006400020400000100006300020201000062000100006100"),
    ]
}
