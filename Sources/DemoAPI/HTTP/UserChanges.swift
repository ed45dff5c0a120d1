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
        var fields = try UserFields(from: decoder)
        email = try fields.change(.email, UserRules.email)
        name = try fields.change(.name, UserRules.name)
        age = try fields.clearableChange(.age, UserRules.age)
        role = try fields.change(.role, UserRules.role).flatMap(Role.init)
        try fields.check()
    }
}
