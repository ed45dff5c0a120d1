import Foundation
import PGCore
import StrataMacros

/// A user as a row and as JSON.
///
/// It is one type for both ends. Tier 1 reads it from rows that have its columns in this order; tier 2
/// knows it as a table.
@Table("users")
struct UserRow: Codable, Sendable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    @Column(type: "integer") @Check("age BETWEEN 0 AND 150") var age: Int?
    @Default("'member'") var role: Role
    @Default("now()") @Index var createdAt: Date
    @Column(type: "integer") @Default("1") var version: Int
}
