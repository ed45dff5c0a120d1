public import PGCore

/// A type of which random values are sent through every codec it has.
///
/// One entry in a table is all a type needs: the tests in memory and on a server follow from it.
public struct CodecProperty: Sendable, CustomStringConvertible {
    /// The type's name in SQL.
    public let sqlType: String
    /// The type's number, which types of extensions do not have before they are installed.
    public let oid: OID?
    /// The extension that has the type.
    public let extensionName: String?
    /// The name of the Swift type.
    public let swiftType: String
    /// The type that the Swift type declares for its columns.
    public let declaredType: String
    /// Whether the Swift type's text is exactly what the server prints.
    public let printsAsServer: Bool
    /// Makes so many random values from a seed.
    public let values: @Sendable (_ seed: UInt64, _ count: Int) -> CodecPropertyValues

    init<Value: SQLValue & ArrayElement & Equatable>(
        _ sqlType: String, _ oid: OID?, extensionName: String? = nil, printsAsServer: Bool = true,
        _ make: @escaping @Sendable (inout SampleGenerator) -> Value
    ) {
        self.sqlType = sqlType
        self.oid = oid
        self.extensionName = extensionName
        self.printsAsServer = printsAsServer
        swiftType = "\(Value.self)"
        declaredType = Value.sqlType.rawValue
        values = { seed, count in
            var random = SampleGenerator(seed: seed)
            return CodecPropertyValues((0..<count).map { _ in make(&random) })
        }
    }

    /// The Swift type and the SQL type.
    public var description: String { "\(swiftType) as \(sqlType)" }

    /// The type's number, or one that no built-in type has.
    public var anyOID: OID { oid ?? OID(100_000) }
}

/// Random values of one Swift type, seen without the type.
public struct CodecPropertyValues: Sendable {
    /// The values.
    public let values: [any ParameterEncodable]
    /// An array of all values with NULL as the first element.
    public let array: any ParameterEncodable
    /// Returns what differs when a cell does not decode to the value with that number.
    public let difference: @Sendable (_ cell: Cell, _ number: Int) throws(PGError) -> String?
    /// Returns what differs when a cell does not decode to ``array``.
    public let arrayDifference: @Sendable (_ cell: Cell) throws(PGError) -> String?
    /// Whether NULL decodes to `nil`, and is refused where the type is not optional.
    public let keepsNull: @Sendable (_ cell: Cell) -> Bool

    init<Value: SQLValue & ArrayElement & Equatable>(_ values: [Value]) {
        self.values = values
        let optional: [Value?] = [nil] + values
        array = optional
        difference = { (cell, number) throws(PGError) in
            let value = try Value.decode(cell)
            return Self.isSame(value, values[number]) ? nil : "\(value) is not \(values[number])"
        }
        arrayDifference = { (cell) throws(PGError) in
            let decoded = try [Value?].decode(cell)
            guard decoded.count == optional.count else { return "\(decoded.count) elements" }
            for (left, right) in zip(decoded, optional) {
                if let left, let right, Self.isSame(left, right) { continue }
                if left != nil || right != nil { return "\(left as Any) is not \(right as Any)" }
            }
            return nil
        }
        keepsNull = { cell in
            do throws(PGError) {
                guard try Value?.decode(cell) == nil else { return false }
                _ = try Value.decode(cell)
                return false
            } catch {
                return error.code == .unexpectedNull
            }
        }
    }

    /// Whether both are equal, NaN being equal to itself.
    private static func isSame<Value: SQLValue & Equatable>(_ left: Value, _ right: Value) -> Bool {
        left == right
            || left.textRepresentation == right.textRepresentation
                && left.textRepresentation.contains("NaN")
    }
}
