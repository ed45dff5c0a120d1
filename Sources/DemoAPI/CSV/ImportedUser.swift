import PGCore

/// A user as a row of an uploaded file.
struct ImportedUser: Sendable, Equatable {
    let email: String
    let name: String
    let age: Int?
    let role: Role
    /// Only if the file has such a column.
    let createdAt: PGTimestampTZ?
}
