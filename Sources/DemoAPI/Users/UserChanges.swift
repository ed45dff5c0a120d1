/// The body of a PATCH: the fields to change.
///
/// What is missing stays as it is.
struct UserChanges: Decodable, Sendable, Equatable {
    let email: String?
    let name: String?
    /// The outer `nil` leaves the age alone, the inner one clears it.
    let age: Int??
    let role: Role?

    init(from decoder: any Decoder) throws {
        var fields = try FieldReader(from: decoder)
        email = fields.change(UserFields.email)
        name = fields.change(UserFields.name)
        age = fields.clearableChange(UserFields.age)
        role = fields.change(UserFields.role).flatMap(Role.init)
        try fields.check()
    }
}

extension UserChanges: Described {
    static let schema = JSONSchema.object(
        "UserChanges", UserFields.email.change, UserFields.name.change, UserFields.age.optional,
        UserFields.role.change
    ).closed
}
