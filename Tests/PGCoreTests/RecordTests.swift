import PGCore
import Testing

@Suite("Records and types of users")
struct RecordTests {
    enum Mood: String, PostgresEnum, Codable {
        static let typeName = "mood"
        case sad, happy
    }

    struct Address: PostgresComposite, Equatable {
        static let typeName = "address"
        var street: String
        var houseNumber: Int?
        var moods: [Mood]
    }

    private let some = Address(street: "a \"b\", (c)\\", houseNumber: 7, moods: [.sad, .happy])

    @Test func `a struct goes both ways in binary by the names of its fields`() throws {
        let parameter = try SampleCatalog.encode(some, as: SampleCatalog.address)

        #expect(parameter.format == .binary)
        let value = try SampleCatalog.decode(
            parameter.bytes, SampleCatalog.address, as: Address.self)
        #expect(value == some)
    }

    @Test(arguments: [WireFormat.binary, .text])
    func `a value of no static type has the fields of the catalog`(format: WireFormat) throws {
        let bytes =
            format == .binary
            ? try SampleCatalog.encode(some, as: SampleCatalog.address).bytes
            : Array(some.textRepresentation.utf8)

        let value = try SampleCatalog.decode(
            bytes, SampleCatalog.address, format, as: DynamicValue.self)

        let expected = DynamicValue.record([
            .init("street", .text("a \"b\", (c)\\")), .init("house_number", .integer(7)),
            .init("moods", .array([.text("sad"), .text("happy")])),
        ])
        #expect(value == expected)
    }

    @Test func `a struct goes both ways as text by the order of its properties`() throws {
        let text = some.textRepresentation

        #expect(text == #"("a \"b\", (c)\\","7","{\"sad\",\"happy\"}")"#)
        let value = try SampleCatalog.decode(
            Array(text.utf8), SampleCatalog.address, .text, as: Address.self)
        #expect(value == some)
    }

    @Test func `a property that is nil keeps its place in the text`() {
        let value = Address(street: "", houseNumber: nil, moods: [])

        #expect(value.textRepresentation == #"("",,"{}")"#)
    }

    @Test(arguments: [
        (#"(1,x)"#, ["1", "x"]), ("(,)", [nil, nil]), (#"("",NULL)"#, ["", "NULL"]),
        (#"("a""b","c\"d")"#, ["a\"b", "c\"d"]), (#"(a"b c"d,\,)"#, ["ab cd", ","]),
    ])
    func `the text of a record is taken apart`(text: String, fields: [String?]) throws {
        let record: PGRecord = try decoded(text, .record)

        let (first, second) = try record.decode(String?.self, String?.self)
        #expect([first, second] == fields)
    }

    @Test(arguments: ["", "(", "1,2", "(1", "(1))", #"("1)"#, "(1)2", #"(\"#, "(1,"])
    func `malformed text is refused`(text: String) {
        let error = #expect(throws: PGError.self) { try decoded(text, .record, as: PGRecord.self) }

        #expect(error?.code == .decodingFailed)
    }

    @Test func `fields that do not match the catalog mark it as out of date`() throws {
        let catalog = TypeCatalog([
            PostgresType(
                oid: OID(80_000), schema: "public", name: "pair",
                kind: .composite([.init(name: "a", type: .int4)]))
        ])
        let bytes: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 25, 0, 0, 0, 1, 65]

        let error = #expect(throws: PGError.self) {
            try Cell.withBytes(bytes, type: OID(80_000), format: .binary) {
                (cell) throws(PGError) in
                _ = try PGRecord(from: unsafe cell.inCatalog(catalog))
            }
        }

        #expect(error?.message.contains("pair") == true)
        #expect(catalog.isStale)
    }

    @Test func `another number of fields than asked for is an error`() throws {
        let record: PGRecord = try decoded("(1,2)", .record)

        let error = #expect(throws: PGError.self) { try record.decode(String.self) }

        #expect(error?.code == .columnCountMismatch)
    }

    /// A recursive type, so that a hostile server decides how deep the decoder goes.
    final class Node: Decodable {
        let inner: Node?
    }

    @Test func `records inside of records end at a depth that no stack minds`() throws {
        var bytes: [UInt8] = [0, 0, 0, 1, 0, 1, 0x11, 0x98, 0xFF, 0xFF, 0xFF, 0xFF]
        func wrap() {
            let count = UInt32(bytes.count)
            let length = (0..<4).map { UInt8(truncatingIfNeeded: count >> UInt32(24 - 8 * $0)) }
            bytes = [0, 0, 0, 1, 0, 1, 0x11, 0x98] + length + bytes
        }
        for _ in 0..<10 { wrap() }
        struct Holder: PostgresComposite {
            static let typeName = "nested"
            let inner: Inner?
            struct Inner: Codable { let inner: Deep? }
            final class Deep: Codable, Sendable { let inner: Deep? }
        }
        #expect(throws: Never.self) {
            try SampleCatalog.decode(bytes, SampleCatalog.nested, as: Holder.self)
        }
        for _ in 0..<5_000 { wrap() }

        let error = #expect(throws: PGError.self) {
            try SampleCatalog.decode(bytes, SampleCatalog.nested, as: Holder.self)
        }

        #expect(error?.code == .decodingFailed)
        #expect(error?.message.contains("deep") == true)
        let record: PGRecord = try SampleCatalog.decode(bytes, SampleCatalog.nested)
        #expect(!record.description.isEmpty)
    }

    @Test func `domains are what they are made of wherever they stand`() throws {
        let parameter = try SampleCatalog.encode([1, nil] as [Int?], as: OID(70_011))

        #expect(parameter.format == .binary)
        #expect(Array(parameter.bytes[8..<12]) == [0, 1, 0x11, 0x7A])
        #expect(
            try SampleCatalog.decode(parameter.bytes, OID(70_011), as: [Int?].self) == [1, nil])
        #expect(
            try SampleCatalog.decode(Array("{1,NULL}".utf8), OID(70_011), .text, as: [Int?].self)
                == [1, nil])
    }

    @Test func `a record is not text and an enum is`() throws {
        let bytes = try SampleCatalog.encode(some, as: SampleCatalog.address).bytes

        let error = #expect(throws: PGError.self) {
            try SampleCatalog.decode(bytes, SampleCatalog.address, as: String.self)
        }
        #expect(error?.message.contains("address") == true)
        #expect(
            try SampleCatalog.decode(Array("sad".utf8), SampleCatalog.mood, as: String.self)
                == "sad")
    }

    @Test func `domains that are made of each other end the look-up`() {
        let catalog = TypeCatalog([
            PostgresType(oid: OID(9), schema: "a", name: "b", kind: .domain(OID(10))),
            PostgresType(oid: OID(10), schema: "a", name: "c", kind: .domain(OID(9))),
        ])

        #expect([OID(9), OID(10)].contains(catalog.baseType(of: OID(9))))
    }

    @Test func `what is encoded is only what has named fields`() {
        let error = #expect(throws: PGError.self) { try PGComposite(encoding: 7) }

        #expect(error?.code == .parameterMismatch)
    }

    @Test func `nested structs and arrays of them are encoded without being declared`() throws {
        struct Inner: Encodable { var a: UInt8 }
        struct Outer: Encodable {
            var inner: Inner
            var several: [Inner]
            var missing: Inner?
        }

        let value = try PGComposite(
            encoding: Outer(inner: Inner(a: 1), several: [Inner(a: 2)], missing: nil))

        #expect(value.textRepresentation == #"("(\"1\")","{\"(\\\"2\\\")\"}",)"#)
    }

    @Test func `random and changed bytes never trap a record`() throws {
        var random = SeededGenerator(seed: UInt64.random(in: .min ... .max))
        let valid = try SampleCatalog.encode(some, as: SampleCatalog.address).bytes
        let array = try SampleCatalog.encode([some, some], as: OID(70_021)).bytes
        let text = Array(some.textRepresentation.utf8)
        func attempt<Value: ColumnDecodable>(
            _ bytes: [UInt8], _ type: OID, _ format: WireFormat, as: Value.Type
        ) {
            do throws(PGError) {
                let value = try SampleCatalog.decode(bytes, type, format, as: Value.self)
                if "\(value)".isEmpty { Issue.record("\(random)") }
            } catch {
                let codes: [PGError.Code] = [.decodingFailed, .unexpectedNull, .columnNotFound]
                if !codes.contains(error.code) { Issue.record("\(random): \(error)") }
            }
        }
        for _ in 0..<3_000 {
            for (start, type, format) in [
                (valid, SampleCatalog.address, WireFormat.binary),
                (array, OID(70_021), .binary), (text, SampleCatalog.address, .text),
                (random.bytes(Int.random(in: 0...60, using: &random)), .record, .binary),
            ] {
                var bytes = start
                for _ in 0...Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
                    let index = Int.random(in: bytes.indices, using: &random)
                    switch Int.random(in: 0...2, using: &random) {
                    case 0: bytes[index] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                    case 1: bytes.remove(at: index)
                    default: bytes.insert(bytes[index], at: index)
                    }
                }
                attempt(bytes, type, format, as: PGRecord.self)
                attempt(bytes, type, format, as: Address.self)
                attempt(bytes, type, format, as: [Address].self)
                attempt(bytes, SampleCatalog.floatrange, format, as: PGRange<Double>.self)
            }
        }
    }
}
