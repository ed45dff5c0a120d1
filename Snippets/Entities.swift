// Classes whose instances are rows.

import struct Foundation.Date
import struct Foundation.UUID
import StrataMacros

// snippet.user
@Entity("users") final class User: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    @Column("nick", type: "citext") var nickname: String?
    @Default("'member'") var role: String
    @Check("age >= 0") var age: Int?
    @HasMany(\Post.author) var posts: ToMany<Post>
}
// snippet.end

@Entity("posts") final class Post: Codable {
    @PrimaryKey(.identity) var id: Int
    var title: String
    @BelongsTo var author: ToOne<User>
}

// snippet.composite
@Entity("orders") final class Order: Codable {
    @PrimaryKey var region: String
    @PrimaryKey var number: Int
    @HasMany(\OrderLine.order) var lines: ToMany<OrderLine>
}

@Entity("order_lines") final class OrderLine: Codable {
    @PrimaryKey @BelongsTo(key: ["region", "number"], onDelete: .cascade) var order: ToOne<Order>
    @PrimaryKey var line: Int
}

func find(_ number: Int, in session: Session) async throws -> Order? {
    try await session.get(Order.self, Order.ID(region: "EU", number: number))
}
// snippet.end

// snippet.values
enum Role: String, SQLValue, Codable { case member, admin }  // text
struct EmailAddress: RawRepresentable, SQLValue, Codable, Hashable {  // a newtype over text
    var rawValue: String
}
// snippet.end

struct Settings: Codable, Equatable, Sendable {
    var theme: String
}

struct Money: Codable, Equatable, Sendable {
    var cents: Int
}

// snippet.codecs
@Entity("accounts") final class Account: Codable {
    @PrimaryKey(.identity) var id: Int
    @JSON var settings: Settings  // jsonb; queries see JSONEncoded<Settings>
    @Stored(as: Cents.self) var price: Money  // bigint; queries see Coded<Cents>
}

enum Cents: ColumnCodec {
    static func encode(_ money: Money) -> Int { money.cents }
    static func decode(_ cents: Int) -> Money { Money(cents: cents) }
}
// snippet.end

// snippet.groups
@ColumnGroup struct Address: Codable, Equatable {
    var street: String
    var city: String
    @Column("zip") var postalCode: String?
}

@Entity("people") final class Person: Codable {
    @PrimaryKey(.identity) var id: Int
    @Embedded var home: Address  // home_street, home_city, home_zip
    @Embedded(prefix: "work_") var office: Address?  // all of them may be NULL
}

func move(in session: Session) async throws {
    let people = try await session.fetch(Person.where { $0.home.city == "Rome" })
    people[0].home.city = "Bari"  // UPDATE people SET home_city = $1
}
// snippet.end

// snippet.server
@Entity("members") final class Member: Codable {
    @PrimaryKey(.identity) var id: Int
    @Default("gen_random_uuid()") var token: UUID  // when the program gives none
    @CreatedAt var createdAt: Date  // now()
    @UpdatedAt var updatedAt: Date  // now(), with every update
    var email: String
    @Generated("lower(email)") private(set) var emailKey: String
    @Version var version: Int  // guards against lost updates
}
// snippet.end

// snippet.deferred
@Entity("articles") final class Article: Codable {
    @PrimaryKey(.identity) var id: Int
    var title: String
    var body: Deferred<String>
}

func read(in session: Session) async throws {
    let articles = try await session.fetch(Article.all)
    try await session.load(\.body, of: articles)  // one statement for all
    let full = try await session.fetch(Article.all.including { $0.body })
    print(try full[0].body.value)
    articles[0].body = Deferred("new text")
}
// snippet.end

// snippet.computed
extension User {
    var label: String { "\(nickname ?? "") <\(email)>" }
}
extension User.Columns {
    var label: Expression<String> { Expression("\(nickname) || ' <' || \(email) || '>'") }
}
let labelled = User.where { $0.label.like("A%") }
// snippet.end

// snippet.projection
@Table("users") struct UserSummary {
    var id: Int
    var email: String
}

func list(on session: Session) async throws {
    let grown = User.where { $0.age > 18 }
    let summaries = try await grown.select(UserSummary.self).fetch(on: session)
    let pairs = try await grown.select { ($0.id, $0.email) }.fetch(on: session)
    print(summaries.count, pairs.count)
}
// snippet.end

// snippet.view
@Entity(view: "active_users") final class ActiveUser: Codable {
    @PrimaryKey var id: Int
    var name: String
}
// snippet.end

// snippet.tenants
func welcome(_ tenant: String, _ database: Database, _ pool: ConnectionPool) async throws {
    let schema = Schema(User.self, Post.self)
    try await schema.createAll(on: pool, in: tenant)
    let session = database.session(configuration: SessionConfiguration(schema: tenant))
    session.add(User(email: "a@x.org", nickname: nil))
    try await session.commit()
    await session.close()
}
// snippet.end

// snippet.constraints
@Entity(
    "bookings",
    constraints: [
        .unique("room", "day"),
        .check("starts < ends", name: "bookings_order"),
        .index("lower(guest)", where: "day > '2026-01-01'"),
    ])
final class Booking: Codable {
    @PrimaryKey(.identityAlways) var id: Int
    var room: String
    var day: String
    var starts: Int
    var ends: Int
    var guest: String
    @SoftDelete var cancelledAt: Date?
}
// snippet.end

// snippet.circle
@Entity("captains") final class Captain: Codable {
    @PrimaryKey(.identity) var id: Int
    @BelongsTo(deferrable: .initiallyDeferred) var ship: ToOne<Ship>

    init(ship: ToOne<Ship>) {
        self._ship = ship
    }
}

@Entity("ships") final class Ship: Codable {
    @PrimaryKey(.identity) var id: Int
    @BelongsTo var captain: ToOne<Captain>
}

func launch(in session: Session) async throws {
    let captain = Captain(ship: ToOne(id: 0))
    let ship = Ship(captain: captain)
    captain.ship = ToOne(ship)
    session.add(ship)
    try await session.commit()
}
// snippet.end
