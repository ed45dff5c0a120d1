@testable import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("A column of many instances as one array")
struct ColumnValuesTests {
    private struct Item {
        var number: Int?
        var name: String
    }

    private let items = [
        Item(number: 1, name: "a"), Item(number: nil, name: ""), Item(number: -3, name: "ü🙂\"{}"),
    ]

    private func bytes(_ value: some ParameterEncodable, as type: OID) throws -> [UInt8] {
        var writer = ParameterWriter()
        try value.encode(as: type, into: &writer)
        return (writer.format == .binary ? [1] : [0]) + writer.bytes
    }

    @Test func `it is what an array of the values is`() throws {
        let numbers = ColumnValues(items) { $0.number }
        let names = ColumnValues(items) { $0.name }

        #expect(try bytes(numbers, as: .int8Array) == bytes(items.map(\.number), as: .int8Array))
        #expect(try bytes(names, as: .textArray) == bytes(items.map(\.name), as: .textArray))
        #expect(
            try bytes(ColumnValues([Item]()) { $0.name }, as: .textArray)
                == bytes([String](), as: .textArray))
    }

    @Test func `text is there as well`() {
        #expect(ColumnValues(items) { $0.number }.textRepresentation == #"{"1",NULL,"-3"}"#)
        #expect(ColumnValues([Item]()) { $0.name }.textRepresentation == "{}")
    }

    @Test func `a value without a binary form makes all of it text`() throws {
        let numbers = ColumnValues([1, 2]) { $0 }

        #expect(try bytes(numbers, as: .numericArray).first == 0)
    }

    @Test func `a number that does not fit is refused`() {
        let error = #expect(throws: PGError.self) {
            try bytes(ColumnValues([70_000]) { $0 }, as: .int2Array)
        }
        #expect(error?.code == .parameterOutOfRange)
    }

    @Test func `an entity that does not write them is asked one by one`() {
        let categories = ["a", "b"].map { Category(name: $0) }

        #expect(
            Category.parameter(forColumn: 1, of: categories).textRepresentation
                == #"{"a","b"}"#)
        let users = ["a", "b"].map { User(email: $0, name: $0) }
        #expect(User.parameter(forColumn: 3, of: users).textRepresentation == "{NULL,NULL}")
    }
}
