/// The fields of a composite value to bind, given one by one.
///
/// ```swift
/// try await pool.query("SELECT street(\(PGComposite("Main St", 5))::address)")
/// try await pool.query("SELECT street(\(PGComposite(named: ["street": "Main St"]))::address)")
/// ```
///
/// Fields that are not named are NULL. See "Composite Types" in the PostgreSQL manual.
public struct PGComposite: Sendable {
    struct Field: Sendable {
        var name: String?
        var value: any ParameterEncodable
    }

    let fields: [Field]

    /// Makes a value from all its fields, in their order.
    public init(_ fields: any ParameterEncodable...) {
        self.fields = fields.map { Field(value: $0) }
    }

    /// Makes a value from fields with names.
    public init(named fields: KeyValuePairs<String, any ParameterEncodable>) {
        self.fields = fields.map { Field(name: $0.key, value: $0.value) }
    }

    /// Makes a value from the properties of an `Encodable` type.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` when the type does not encode as named fields.
    public init(encoding value: some Encodable) throws(PGError) {
        let encoder = FieldEncoder()
        do {
            try value.encode(to: encoder)
        } catch {
            throw error as? PGError
                ?? PGError(.parameterMismatch, "the \(type(of: value)) cannot be encoded as fields")
                .caused(by: error)
        }
        guard let fields = encoder.fields else {
            throw PGError(.parameterMismatch, "the \(type(of: value)) has no named fields")
        }
        self.fields = fields
    }

    init(fields: [Field]) {
        self.fields = fields
    }
}

extension PGComposite: ParameterEncodable {
    /// Binds to a composite type; in binary where every field has a binary form.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for another type, for another number of fields,
    ///   and for a name that the type does not have; what the fields' encoders throw.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let known = type.compositeFields(in: writer.catalog) else {
            // Nothing is known of the type: its input function takes fields in order.
            guard type.takesText, writer.catalog?[type] == nil else {
                throw .mismatch(PGComposite.self, type)
            }
            writer.write(text: textRepresentation)
            return
        }
        let values = try arranged(as: known, writer.typeName(of: type))
        let start = writer.count
        writer.write(Int32(truncatingIfNeeded: known.count))
        var isBinary = true
        for (field, value) in zip(known, values) {
            writer.write(field.type.rawValue)
            guard let value, !value.isNull else {
                writer.write(Int32(-1))
                continue
            }
            do throws(PGError) {
                let type = field.type.base(in: writer.catalog)
                if try !writer.writeInner(value, as: type) { isBinary = false }
            } catch {
                throw PGError(error.code, "field \(field.name): \(error.message)", hint: error.hint)
            }
        }
        guard !isBinary else {
            writer.format = .binary
            return
        }
        writer.truncate(to: start)
        writer.write(text: Self.text(values))
    }

    /// Returns the values in the order of the type's fields.
    private func arranged(
        as known: [PostgresType.Field], _ type: String
    ) throws(PGError) -> [(any ParameterEncodable)?] {
        var values = [(any ParameterEncodable)?](repeating: nil, count: known.count)
        for (position, field) in fields.enumerated() {
            guard let name = field.name else {
                guard fields.count == known.count else {
                    throw PGError(
                        .parameterMismatch,
                        "the type \(type) has \(known.count) fields, and \(fields.count) were given"
                    )
                }
                values[position] = field.value
                continue
            }
            let snake = ColumnNaming.snakeCase(name)
            guard
                let index = known.firstIndex(where: { $0.name == name })
                    ?? known.firstIndex(where: { $0.name == snake })
            else {
                throw PGError(
                    .parameterMismatch, "the type \(type) has no field \(name)",
                    hint: "It has: \(known.map(\.name).joined(separator: ", "))")
            }
            values[index] = field.value
        }
        return values
    }

    /// The literal, with the fields in the order they were given.
    public var textRepresentation: String { Self.text(fields.map(\.value)) }

    private static func text(_ values: [(any ParameterEncodable)?]) -> String {
        RecordText.render(values.map { $0.flatMap { $0.isNull ? nil : $0.textRepresentation } })
    }
}
