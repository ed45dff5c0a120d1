import PGCore
import Testing

@Suite("Types of extensions")
struct ExtensionTypeTests {
    private let type = OID(99_999)

    @Test func `every half-precision number goes to bytes and back`() throws {
        for bits in UInt16.min ... .max {
            let bytes = [0, 1, 0, 0, UInt8(bits >> 8), UInt8(truncatingIfNeeded: bits)]
            let vector = try decoded(bytes, type, as: PGHalfVector.self)
            guard !vector.elements[0].isNaN else { continue }
            try #require(try encoded(vector, as: type).bytes == bytes, "\(bits)")
        }
    }

    @Test(
        arguments: zip(
            [
                1 + 0x1p-11, 1 + 0x1.8p-10, 65_519, 65_520, -65_520, 0x1p-25, 0x1.8p-25, 1e-30,
                0x1.ffep-15,
            ]
                as [Float],
            [0x3C00, 0x3C02, 0x7BFF, 0x7C00, 0xFC00, 0x0000, 0x0001, 0x0000, 0x0400] as [UInt16]))
    func `half precision rounds to the nearest, ties to even`(value: Float, bits: UInt16) throws {
        let bytes = try encoded(PGHalfVector([value]), as: type).bytes

        #expect(bytes.suffix(2) == [UInt8(bits >> 8), UInt8(truncatingIfNeeded: bits)])
    }

    @Test(
        arguments: [
            "", "1", "[1", "[1,]", "[a]", "[1] ", "[0x1]", "{1:2}", "{1:2}/0", "{0:1}/3",
            "{1:1,1:2}/3",
            "{1:2}/99999999999", "{1}/2",
        ])
    func `malformed vectors are refused`(text: String) {
        #expect(PGVector(text) == nil)
        #expect(PGHalfVector(text) == nil)
        #expect(PGSparseVector(text) == nil)
    }

    @Test func `a sparse vector keeps numbers that are not zero`() {
        #expect(PGSparseVector([0: 1, 1: 0], dimensions: 2)?.elements == [0: 1])
        #expect(PGSparseVector([2: 1], dimensions: 2) == nil)
        #expect(PGSparseVector([-1: 1], dimensions: 2) == nil)
        #expect(PGSparseVector([:], dimensions: -1) == nil)
    }

    @Test func `a vector of too many dimensions does not bind`() {
        let vector = PGVector(Array(repeating: 0, count: 40_000))

        #expect(throws: PGError.self) { try encoded(vector, as: type) }
    }

    @Test(arguments: [
        #""a""#, #""a"=>"#, #""a"=>"b","#, #"a=>b"#, #""a"=>"b" "#, #""a"=>NUL"#, #""\"#,
    ])
    func `malformed hstores are refused`(text: String) {
        #expect(PGHStore(text) == nil)
    }

    @Test func `an hstore tells a NULL from a missing key`() {
        let store: PGHStore = ["a": nil, "b": "1"]

        #expect(store["a"] == nil)
        #expect(store.pairs["a"] == .some(nil))
        #expect(store.pairs["c"] == nil)
        #expect(store.description == #""a"=>NULL, "b"=>"1""#)
    }

    @Test func `case does not matter to citext, and labels make a path`() {
        #expect(PGCIText("ÄB") == "äb")
        #expect(Set([PGCIText("a"), "A", "b"]).count == 2)
        #expect(PGLTree("top.science").labels == ["top", "science"])
    }

    @Test func `another version of a path's format is refused`() {
        #expect(throws: PGError.self) { try decoded([2, 97], type, as: PGLTree.self) }
        #expect(throws: PGError.self) { try decoded([2, 97], .jsonpath, as: JSONPath.self) }
        #expect(throws: PGError.self) { try decoded([], .jsonpath, as: JSONPath.self) }
    }
}
