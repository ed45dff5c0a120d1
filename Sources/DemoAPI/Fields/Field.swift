/// A named field of a request body.
struct Field<Value: Decodable & Sendable>: Sendable {
    let name: String
    let rule: FieldRule<Value>

    init(_ name: String, _ rule: FieldRule<Value>) {
        self.name = name
        self.rule = rule
    }

    /// As a member of a described object that has to be there.
    var required: JSONSchema.Property { JSONSchema.Property(name: name, schema: rule.schema) }

    /// As a member that may be missing or null.
    var optional: JSONSchema.Property {
        JSONSchema.Property(name: name, schema: rule.schema.nullable, isRequired: false)
    }

    /// As a member that may be missing, but not null.
    var change: JSONSchema.Property {
        JSONSchema.Property(name: name, schema: rule.schema, isRequired: false)
    }

    /// As a member of an answer that is always there and may be null.
    var present: JSONSchema.Property {
        JSONSchema.Property(name: name, schema: rule.schema.nullable)
    }
}
