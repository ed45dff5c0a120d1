public import PGCore
import QueryBuilder

/// One column of many instances, bound as one array.
///
/// What ``Entity/parameter(forColumn:of:)`` of `@Entity` returns. The values keep their
/// type until they are bytes: nothing is boxed, and nothing is looked up for each of them.
public struct ColumnValues: ParameterEncodable {
    /// Writes the elements, each behind its length, and returns whether all have a binary form.
    @usableFromInline
    typealias Write =
        @Sendable (OID, inout ParameterWriter) throws(PGError) -> Bool

    @usableFromInline let count: Int
    @usableFromInline let hasNull: Bool
    @usableFromInline let write: Write
    /// The values without their type, for what is rare.
    @usableFromInline let general: @Sendable () -> [any ParameterEncodable]

    @usableFromInline
    init(
        count: Int, hasNull: Bool, write: @escaping Write,
        general: @escaping @Sendable () -> [any ParameterEncodable]
    ) {
        self.count = count
        self.hasNull = hasNull
        self.write = write
        self.general = general
    }

    /// Takes a value of each instance.
    @inlinable
    public init<Instance, Value: ParameterEncodable>(
        _ instances: [Instance], _ value: (Instance) -> Value
    ) {
        let values = instances.map(value)
        // Made where the types are known, so that it is compiled for them.
        self.init(
            count: values.count, hasNull: values.contains { $0.isNull },
            write: { (type: OID, writer: inout ParameterWriter) throws(PGError) -> Bool in
                for value in values {
                    guard !value.isNull else {
                        writer.write(Int32(-1))
                        continue
                    }
                    let start = writer.beginElement()
                    try value.encode(as: type, into: &writer)
                    guard writer.endElement(at: start, as: type) else { return false }
                }
                return true
            }, general: { values })
    }

    /// Writes an array, in binary where every value has a binary form and otherwise as its literal.
    ///
    /// - Throws: What the values throw.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        let start = writer.count
        if let element = type.arrayElement(in: writer.catalog) {
            writer.write(Int32(count == 0 ? 0 : 1))
            writer.write(Int32(hasNull ? 1 : 0))
            writer.write(element.rawValue)
            if count > 0 {
                writer.write(Int32(truncatingIfNeeded: count))
                writer.write(Int32(1))
            }
            if try write(element.base(in: writer.catalog), &writer) {
                writer.format = .binary
                return
            }
            writer.truncate(to: start)
        }
        try ArrayParameter(values: general()).encode(as: type, into: &writer)
    }

    /// The array's literal.
    public var textRepresentation: String {
        ArrayParameter(values: general()).textRepresentation
    }
}

extension ParameterWriter {
    /// Leaves room for an element's length.
    @usableFromInline
    mutating func beginElement() -> Int {
        let start = count
        write(Int32(0))
        format = .binary
        return start
    }

    /// Fills the length in, and returns whether the element's bytes are its binary form.
    @usableFromInline
    mutating func endElement(at start: Int, as type: OID) -> Bool {
        overwrite(Int32(truncatingIfNeeded: count - start - 4), at: start)
        return format == .binary || type.isTextInBothFormats(in: catalog)
    }
}
