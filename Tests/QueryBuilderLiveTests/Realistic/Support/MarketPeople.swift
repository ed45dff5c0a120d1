import PGCore
import StrataMacros

// The tables of ``DatabaseTemplate/market`` about people and things.

/// Who works for whom.
@Table("employees")
struct Employee: Equatable {
    var id: Int
    var managerID: Int?
    var name: String
    var department: String
    var salary: Int
    var hired: PGDate
}

/// Who follows whom.
@Table("follows")
struct Follow: Equatable {
    var followerID: Int
    var followeeID: Int
}

/// What a thing is made of.
@Table("parts")
struct Part: Equatable {
    var parentID: Int
    var childID: Int
    var quantity: Int
}

/// Addresses, some of them more than once.
@Table("contacts")
struct Contact: Equatable {
    var id: Int
    var email: String
    var name: String
    var seen: PGDate
}

/// When a room is taken.
@Table("bookings")
struct Booking: Equatable {
    var id: Int
    var room: Int
    var guest: String
    var period: PGRange<PGTimestamp>
}
