import PGCore

extension CodecSample {
    /// Types of extensions that come with the server; their numbers differ between databases.
    public static let ofExtensions: [CodecSample] = [
        CodecSample(
            PGHStore(["a": #"x"y\"#, "q k": nil, "": "NULL"]), "hstore", OID(100_000),
            text: #"""=>"NULL", "a"=>"x\"y\\", "q k"=>NULL"#,
            hex: "0000000300000000000000044e554c4c0000000161000000047822795c0000000371206bffffffff"),
        CodecSample(
            PGHStore([:]), "hstore", OID(100_000), text: "", hex: "00000000"),
        CodecSample(
            PGCIText("MiXed"), "citext", OID(100_000), text: "MiXed", hex: "4d69586564"),
        CodecSample(
            PGLTree("top.science"), "ltree", OID(100_000), text: "top.science",
            hex: "01746f702e736369656e6365"),
        CodecSample(
            PGLTree(""), "ltree", OID(100_000), text: "", hex: "01"),
        CodecSample(
            PGLQuery("top.*{1,2}.a@*|b"), "lquery", OID(100_000), text: "top.*{1,2}.a@*|b",
            hex: "01746f702e2a7b312c327d2e61402a7c62"),
        CodecSample(
            PGLTXTQuery("europe & !paris@"), "ltxtquery", OID(100_000), text: "europe & !paris@",
            hex: "016575726f706520262021706172697340"),
    ]
}
