import Foundation
import StrataMacros

@Entity("orders")
final class Order: Codable {
    @PrimaryKey var region: String
    @PrimaryKey var number: Int
    var note: String?
    @HasMany(\OrderLine.order) var lines: ToMany<OrderLine>
}

@Entity("order_lines")
final class OrderLine: Codable {
    @PrimaryKey @BelongsTo(key: ["region", "number"], onDelete: .cascade) var order: ToOne<Order>
    @PrimaryKey var line: Int
    var item: String
}

@Entity("shipments")
final class Shipment: Codable {
    @PrimaryKey(.identity) var id: Int
    @BelongsTo(
        key: ["region", "number"], columns: ["from_region", "from_number"], onDelete: .setNull)
    var order: ToOne<Order>?
}

/// A row that has its key from another one.
@Entity("profiles")
final class Profile: Codable {
    @PrimaryKey @BelongsTo(onDelete: .cascade) var user: ToOne<User>
    var text: String
}

/// A row between two others.
@Entity("memberships")
final class Membership: Codable {
    @PrimaryKey @BelongsTo var user: ToOne<User>
    @PrimaryKey @BelongsTo var category: ToOne<Category>
    var role: String
}

/// Keys that the client makes, and rows that count their changes.
@Entity("events")
final class Event: Codable {
    @PrimaryKey(.uuidV7) var id: UUID
    var title: String
    @Version var version: Int
}

@Entity("notices")
final class Notice: Codable {
    @PrimaryKey(.uuidV7) var id: UUID
    @Version var changedAt: Date
}

@Entity("marks", version: .xmin)
final class Mark: Codable {
    @PrimaryKey var id: Int
}

@Table("events")
struct EventRow: Codable, Sendable {
    @PrimaryKey(.uuidV7) var id: UUID
    var title: String
}
