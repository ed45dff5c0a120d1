import ORM

extension UserRow: Described {
    static let schema = JSONSchema.object(
        "User", .init(name: "id", schema: .integer), UserFields.email.required,
        UserFields.name.required,
        .init(name: "age", schema: UserFields.age.rule.schema.nullable, isRequired: false),
        UserFields.role.required, .init(name: "createdAt", schema: .date),
        .init(name: "version", schema: .integer.described("Counts its changes; also the ETag.")))
}

extension User.Snapshot: Described {
    /// The same as a row's: all tiers give the same text.
    static var schema: JSONSchema { UserRow.schema }
}
