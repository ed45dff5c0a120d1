// Made from a database by `strata generate entities`. Made again, it overwrites changes.
// swift-format-ignore-file

import Foundation
import StrataMacros

enum OrderState: String, PostgresEnum, Codable {
    static let typeName = "order_state"

    case new
    case inProgress = "in progress"
    case shipped
    case `default`
    case case2ndTry = "2nd try"
}

@Table("audit")
struct Audit: Codable, Sendable {
    // audit has no primary key that an entity could have.
    @Default("now()") var at: Date
    var what: String
    var took: PGInterval?
    @Column("self") var selfValue: UUID?
}

@Entity("categories")
final class Category: Codable {
    @PrimaryKey(.identity) var id: Int32
    var name: String
    @BelongsTo(isIndexed: false) var parent: ToOne<Category>?
    @HasMany(\Category.parent) var children: ToMany<Category>
    @ManyToMany(through: "goods_categories", from: ["category_id"], to: ["sku"])
    var goods: ToMany<Good>
}

@Entity("customer_photos")
final class CustomerPhoto: Codable {
    @PrimaryKey @BelongsTo(isIndexed: false, onDelete: .cascade) var customer: ToOne<Customer>
    var content: Data
    @Column("1st") @Default("false") var column1st: Bool
}

@Entity("customers", constraints: [
    .check("(birthday < created_at)", name: "customers_check"),
    .check("((class >= 1) AND (class <= 3))", name: "customers_known_class"),
    .index("lower((full_name)::text)", "region", name: "customers_by_name", isUnique: true),
])
final class Customer: Codable {
    @PrimaryKey(.identityAlways) var id: Int
    @Unique var email: String
    @Column(type: "character varying(120)") var fullName: String
    @Column("Full Name") @Generated("upper((full_name)::text)") var fullName2: String?
    @Default("1") var `class`: Int16
    @Column(type: "numeric(12,2)") @Default("0") var balance: Decimal
    @Default("'{}'::text[]") var tags: [String]
    var settings: JSONText?
    var birthday: PGDate?
    @Default("now()") @Index var createdAt: Date
    @BelongsTo(onDelete: .setNull) var referrer: ToOne<Customer>?
    @Column("region", type: "character varying(2)")
    @BelongsTo(isIndexed: false, onUpdate: .cascade)
    var region: ToOne<Region>?
    @HasOne(\CustomerPhoto.customer) var customerPhoto: ToOneInverse<CustomerPhoto>
    @HasMany(\Customer.referrer) var referrerCustomers: ToMany<Customer>
    @HasOne(\Login.customer) var login: ToOneInverse<Login>
    @HasMany(\Order.customer) var customerOrders: ToMany<Order>
    @HasMany(\Order.recipient) var recipientOrders: ToMany<Order>
}

@Entity("goods", constraints: [
    .unique("title", "origin"),
    .check("(price > (0)::numeric)", name: "price_is_positive"),
    .index("price DESC", name: "cheap_goods", where: "(price < (10)::numeric)"),
])
final class Good: Codable {
    @PrimaryKey var sku: String
    var title: String
    @Column(type: "numeric(10,2)") var price: Decimal
    @Column("origin") @BelongsTo(isIndexed: false) var origin: ToOne<Region>?
    var weight: Float?
    @Generated("length(title)") var titleLength: Int32
    @HasMany(\OrderLine.good) var orderLines: ToMany<OrderLine>
    @ManyToMany(
        through: "goods_categories", from: ["sku"], to: ["category_id"], inverse: \Category.goods)
    var categories: ToMany<Category>
}

@Entity("logins")
final class Login: Codable {
    @PrimaryKey(.uuid) var id: UUID
    @Unique(name: "one_login_each") @BelongsTo var customer: ToOne<Customer>
    var passwordHash: String
    var lastSeen: PGTimestamp?
}

@Entity("newsletters")
final class Newsletter: Codable {
    @PrimaryKey @References("customers", "email", onDelete: .cascade) var email: String
    var fullName: String?
    @Column("Full_Name") var fullName2: String?
    @Column("fullName") var fullName3: String?
}

@Entity("order_lines")
final class OrderLine: Codable {
    @PrimaryKey
    @BelongsTo(
        key: ["regionID", "number"], columns: ["order_region", "order_number"], onDelete: .cascade)
    var order: ToOne<Order>
    @PrimaryKey var line: Int16
    @Column("sku")
    @BelongsTo(isIndexed: false, deferrable: .initiallyImmediate)
    var good: ToOne<Good>
    @Default("1") @Check("(quantity > 0)") var quantity: Int32
    @HasMany(\Parcel.orderLine) var parcels: ToMany<Parcel>
}

@Entity("orders")
final class Order: Codable {
    @PrimaryKey @Column("region") @BelongsTo(isIndexed: false) var region: ToOne<Region>
    @PrimaryKey var number: Int32
    @Index(name: "orders_by_customer")
    @BelongsTo(name: "orders_customer", onDelete: .cascade)
    var customer: ToOne<Customer>
    @BelongsTo(name: "orders_recipient", isIndexed: false) var recipient: ToOne<Customer>?
    @Default("'new'::order_state") var state: OrderState
    @Default("'{}'::order_state[]") var history: [OrderState]
    var placedAt: Date
    var `default`: String?
    var `in`: JSONText?
    @HasMany(\OrderLine.order) var orderLines: ToMany<OrderLine>
    @HasMany(\Parcel.order) var parcels: ToMany<Parcel>
}

@Entity("parcels")
final class Parcel: Codable {
    @PrimaryKey(.identity) var id: Int
    @BelongsTo(
        key: ["regionID", "number"], columns: ["order_region", "order_number"], isIndexed: false)
    var order: ToOne<Order>?
    @BelongsTo(
        key: ["orderRegionID", "orderNumber", "line"], columns: ["order_region", "order_number", "line"], isIndexed: false, deferrable: .initiallyDeferred)
    var orderLine: ToOne<OrderLine>?
}

@Entity("regions")
final class Region: Codable {
    @PrimaryKey @Check("(length(code) = 2)") var code: String
    var name: String
    @HasMany(\Customer.region) var customers: ToMany<Customer>
    @HasMany(\Good.origin) var goods: ToMany<Good>
    @HasMany(\Order.region) var orders: ToMany<Order>
}

/// All models, to create their tables, and to compare them with a database.
let databaseModels = Schema(
    Good.self,
    Category.self,
    CustomerPhoto.self,
    Customer.self,
    Login.self,
    Newsletter.self,
    OrderLine.self,
    Order.self,
    Parcel.self,
    Region.self,
    tables: [Audit.self],
    enums: [OrderState.self])
