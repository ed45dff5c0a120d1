import PGCore

/// What a user may do.
///
/// The database has an enum type of the same labels.
enum Role: String, PostgresEnum, Codable {
    static let typeName = "user_role"

    case member, admin
}
