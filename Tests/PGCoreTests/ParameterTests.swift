#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Testing

@testable import PGCore

@Suite("Parameters")
struct ParameterTests {
    @Test func `a mismatch names the placeholder, the Swift type and the server's type`() {
        let error = #expect(throws: PGError.self) {
            try EncodedParameters([1, "a", true], as: [.int4, .text, .timestamptz])
        }

        #expect(error?.code == .parameterMismatch)
        #expect(error?.parameter == 3)
        #expect(
            error?.description
                == "parameterMismatch: parameter $3: a Swift Bool cannot be bound to a placeholder "
                + "of type timestamptz. Bind a type that goes with timestamptz, or cast the "
                + "placeholder in the SQL")
    }

    @Test func `an integer too large for int4 is out of range`() {
        let error = #expect(throws: PGError.self) {
            try EncodedParameters([3_000_000_000], as: [.int4])
        }

        #expect(error?.code == .parameterOutOfRange)
        #expect(error?.parameter == 1)
        #expect(error?.description.contains("3000000000") == false)
    }

    @Test func `too few values are counted`() {
        let error = #expect(throws: PGError.self) {
            try EncodedParameters([1], as: [.int4, .int4])
        }

        #expect(error?.code == .parameterCountMismatch)
    }

    @Test func `values share a buffer and NULL takes none`() throws {
        let parameters = try EncodedParameters(
            [Int16(1), nil as Int?, "ab", SQLNull()], as: [.int2, .int4, .text, .bool])

        #expect(
            parameters.places == [
                EncodedParameters.Place(0..<2, .binary), nil,
                EncodedParameters.Place(2..<4, .text), nil,
            ])
        // A NUL ends the text, for libpq, and another the buffer.
        #expect(parameters.bytes.prefix(6) == [0, 1, 97, 98, 0, 0])
    }

    @Test func `a NUL in any text parameter is refused instead of cutting the value`() {
        for value in ["a\0b", JSONText("a\0b")] as [any ParameterEncodable] {
            let error = #expect(throws: PGError.self) {
                try EncodedParameters([value], as: [.text])
            }
            #expect(error?.code == .parameterOutOfRange)
            #expect(error?.parameter == 1)
        }
    }

    /// A value, the types it binds to beyond its own, and the text sent there.
    struct Binding: Sendable, CustomTestStringConvertible {
        var value: any ParameterEncodable
        var type: OID
        var text: String?
        var bytes: [UInt8]?
        var testDescription: String { "\(Swift.type(of: value)) as \(type)" }
    }

    @Test(
        arguments: [
            Binding(value: 5, type: .numeric, text: "5"),
            Binding(value: 5, type: .text, text: "5"),
            Binding(value: 5, type: OID(99_999), text: "5"),
            Binding(value: 5, type: .float8, bytes: [0x40, 0x14, 0, 0, 0, 0, 0, 0]),
            Binding(value: Int16(5), type: .int8, bytes: [0, 0, 0, 0, 0, 0, 0, 5]),
            Binding(value: 1.5, type: .numeric, text: "1.5"),
            Binding(value: Double.infinity, type: .text, text: "Infinity"),
            Binding(value: true, type: .text, text: "true"),
            Binding(value: "happy", type: OID(99_999), text: "happy"),
            Binding(value: "{}", type: .jsonb, text: "{}"),
            Binding(value: JSONText("{}"), type: .jsonb, bytes: [1, 0x7b, 0x7d]),
            Binding(value: PGDate.infinity, type: .text, text: "infinity"),
            Binding(value: PGNumeric(7), type: OID(99_999), text: "7"),
            Binding(value: PGInterval(days: 1), type: .varchar, text: "1 day"),
        ])
    func `a value binds to the types it goes with`(binding: Binding) throws {
        let parameter = try encoded(binding.value, as: binding.type)

        if let text = binding.text {
            #expect(parameter.format == .text)
            #expect(String(decoding: parameter.bytes, as: UTF8.self) == text)
        } else {
            #expect(parameter.format == .binary)
            #expect(parameter.bytes == binding.bytes)
        }
    }

    @Test(
        arguments: [
            Binding(value: 1.5, type: .int4), Binding(value: "1", type: .int4),
            Binding(value: true, type: .int4), Binding(value: PGDate.infinity, type: .timestamptz),
            Binding(value: [UInt8](), type: .text), Binding(value: UUID(), type: .bytea),
            Binding(value: PGTime.midnight, type: .timestamp),
        ])
    func `a value is refused by a type it does not go with`(binding: Binding) {
        let error = #expect(throws: PGError.self) { try encoded(binding.value, as: binding.type) }

        #expect(error?.code == .parameterMismatch)
    }

    @Test(
        arguments: [
            Binding(value: (1 << 53) + 1, type: .float8), Binding(value: -1, type: .oid),
            Binding(value: 1e300, type: .float4), Binding(value: Int(Int16.max) + 1, type: .int2),
            Binding(value: 16_777_217, type: .float4),
        ])
    func `a number that would change is out of range`(binding: Binding) {
        let error = #expect(throws: PGError.self) { try encoded(binding.value, as: binding.type) }

        #expect(error?.code == .parameterOutOfRange)
    }

    @Test func `JSON that cannot be encoded says why`() {
        let error = #expect(throws: PGError.self) {
            try encoded(JSONEncoded([Double.nan]), as: .jsonb)
        }

        #expect(error?.code == .parameterMismatch)
        #expect(error?.underlying is EncodingError)
    }
}
