import Foundation
import StrataMacros

@ColumnGroup
struct Address: Codable, Equatable {
    var street: String
    var city: String
    @Column("zip") var postalCode: String?
}

struct Settings: Codable, Equatable {
    var theme: String
    var size: Int
}

/// Stands for an encryption.
enum Reversed: ColumnCodec {
    static func encode(_ value: String) -> String { String(value.reversed()) }
    static func decode(_ stored: String) throws(PGError) -> String {
        if stored.isEmpty { throw PGError(.decodingFailed, "an empty secret") }
        return String(stored.reversed())
    }
}

struct EmailAddress: RawRepresentable, SQLValue, Codable, Hashable {
    var rawValue: String
}

enum Role: String, SQLValue, Codable {
    case member, admin
}

@Entity("people")
final class Person: Codable {
    @PrimaryKey var email: EmailAddress
    var role: Role
    @JSON var settings: Settings
    @JSON var extra: Settings?
    @JSON @Default("'{\"theme\": \"dark\", \"size\": 1}'") var defaults: Settings
    @Stored(as: Reversed.self) var secret: String
    @Generated("lower(email)") private(set) var emailKey: String
    @Generated("length(nick)") var nickLength: Int?
    var nick: String?
    @CreatedAt var createdAt: Date
    @UpdatedAt var updatedAt: Date
    var body: Deferred<String>
    var notes: Deferred<String?>
    @Embedded var home: Address
    @Embedded(prefix: "work_") var office: Address?
}

@Entity(view: "admins")
final class Admin: Codable {
    @PrimaryKey var email: EmailAddress
    var nick: String?
}
