import PGCore
import QueryBuilder

/// The body of a POST: a user to create.
///
/// Decoding it validates it, so one that exists is fit for the database.
struct NewUser: Decodable, Sendable, Equatable {
    let email: String
    let name: String
    let age: Int?
    /// The database's default when it is missing.
    let role: Role?

    init(email: String, name: String, age: Int? = nil, role: Role? = nil) {
        self.email = email
        self.name = name
        self.age = age
        self.role = role
    }

    init(from decoder: any Decoder) throws {
        var fields = try FieldReader(from: decoder)
        email = fields.required(UserFields.email) ?? ""
        name = fields.required(UserFields.name) ?? ""
        age = fields.optional(UserFields.age)
        role = fields.optional(UserFields.role).flatMap(Role.init)
        try fields.check()
    }
}

extension NewUser: Described {
    static let schema = JSONSchema.object(
        "NewUser", UserFields.email.required, UserFields.name.required, UserFields.age.optional,
        UserFields.role.optional
    ).closed
}

/// Tier 2 inserts what came over the wire as it is.
extension NewUser: InsertValues {
    typealias Target = UserRow

    static var insertColumns: [String] { ["email", "name", "age", "role"] }

    var insertValues: [InsertValue] {
        [.value(email), .value(name), .value(age), .orDefault(role)]
    }
}
