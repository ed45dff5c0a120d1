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
        var fields = try UserFields(from: decoder)
        email = try fields.required(.email, UserRules.email) ?? ""
        name = try fields.required(.name, UserRules.name) ?? ""
        age = try fields.optional(.age, UserRules.age)
        role = try fields.optional(.role, UserRules.role).flatMap(Role.init)
        try fields.check()
    }
}

/// Tier 2 inserts what came over the wire as it is.
extension NewUser: InsertValues {
    typealias Target = UserRow

    static var insertColumns: [String] { ["email", "name", "age", "role"] }

    var insertValues: [InsertValue] {
        [.value(email), .value(name), .value(age), .orDefault(role)]
    }
}
