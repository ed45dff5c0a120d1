import CodecSamples
import PGCore
import Testing

@Suite("Random values of every type survive both formats")
struct CodecPropertyTests {
    @Test(arguments: CodecProperty.all)
    func `binary and back`(property: CodecProperty) throws {
        let seed = UInt64.random(in: .min ... .max)
        let values = property.values(seed, 200)
        for (number, value) in values.values.enumerated() {
            let parameter = try encoded(value, as: property.anyOID)
            let difference = try Cell.withBytes(
                parameter.bytes, type: property.anyOID, format: parameter.format
            ) { (cell) throws(PGError) in try values.difference(cell, number) }
            try #require(difference == nil, "seed \(seed), value \(number)")
        }
    }

    // The server prints booleans as one letter and reads words as well.
    @Test(arguments: CodecProperty.all.filter { $0.swiftType != "Bool" })
    func `text and back`(property: CodecProperty) throws {
        let seed = UInt64.random(in: .min ... .max)
        let values = property.values(seed, 200)
        for (number, value) in values.values.enumerated() {
            let text = value.textRepresentation
            let difference = try Cell.withText(text, type: property.anyOID) {
                (cell) throws(PGError) in try values.difference(cell, number)
            }
            try #require(difference == nil, "seed \(seed), value \(number)")
        }
    }

    @Test(arguments: CodecProperty.all)
    func `NULL is nil, and an error where the type is not optional`(property: CodecProperty) {
        #expect(property.values(0, 1).keepsNull(.null(of: property.anyOID)))
    }

    @Test(arguments: CodecProperty.all)
    func `changed bytes are an error or another value, never a trap`(
        property: CodecProperty
    ) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let values = property.values(seed, 20)
        for value in values.values {
            let binary = try encoded(value, as: property.anyOID)
            for (valid, format) in [
                (binary.bytes, binary.format), (Array(value.textRepresentation.utf8), .text),
            ] {
                for _ in 0..<20 {
                    var bytes = valid
                    for _ in 0...random.next() % 3 where !bytes.isEmpty {
                        let index = Int.random(in: bytes.indices, using: &random)
                        switch random.next() % 4 {
                        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                        case 1: bytes.remove(at: index)
                        case 2: bytes.insert(bytes[index], at: index)
                        default: bytes.removeLast(bytes.count - index)
                        }
                    }
                    check(bytes, format, property, values, seed)
                }
            }
        }
    }

    private func check(
        _ bytes: [UInt8], _ format: WireFormat, _ property: CodecProperty,
        _ values: CodecPropertyValues, _ seed: UInt64
    ) {
        do throws(PGError) {
            _ = try Cell.withBytes(bytes, type: property.anyOID, format: format) {
                (cell) throws(PGError) in try values.difference(cell, 0)
            }
        } catch {
            if error.code != .decodingFailed { Issue.record("seed \(seed): \(error)") }
        }
    }

    @Test(arguments: CodecProperty.all)
    func `a type the value does not go with is refused by name`(property: CodecProperty) throws {
        let value = property.values(0, 1).values[0]

        let error = #expect(throws: PGError.self) { try encoded(value, as: .trigger) }

        #expect(error?.code == .parameterMismatch)
        #expect(error?.message.contains("trigger") == true)
        // Bytes as text would be their hexadecimal digits, which is never what was meant.
        if property.oid != .bytea { #expect(try encoded(value, as: .text).format == .text) }
    }
}
