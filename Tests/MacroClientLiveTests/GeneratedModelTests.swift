import Foundation
import Migrations
import PGSchema
import PGTestKit
import StrataMacros
import Testing

/// `Generated/Depot.swift` is made from `Generated/Depot.sql`, checked in, and compiled with the tests.
@Suite("Models made from a database", .liveDatabase, .timeLimit(.minutes(1)))
struct GeneratedModelTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Generated")

    private func makeDepot() async throws -> DatabaseSchema {
        let script = try String(
            contentsOf: Self.folder.appending(path: "Depot.sql"), encoding: .utf8)
        try await TestDatabase.pool.withConnection { _ = try await $0.executeScript(script) }
        return try await Introspector.readSchema(on: TestDatabase.pool)
    }

    @Test func `made again, they are what is checked in`() async throws {
        let models = ModelGenerator(try await makeDepot())

        let checkedIn = try String(
            contentsOf: Self.folder.appending(path: "Depot.swift"), encoding: .utf8)

        #expect(models.source == checkedIn)
        #expect(models.remarks == ["audit has no primary key that an entity could have."])
    }

    @Test func `they ask for the database they were made from`() async throws {
        let live = try await makeDepot()

        #expect(databaseModels.difference(from: live).description == "no difference")
    }

    @Test func `they make a database they can be made from`() async throws {
        try await databaseModels.createAll(on: TestDatabase.pool)
        let live = try await Introspector.readSchema(on: TestDatabase.pool)

        #expect(databaseModels.difference(from: live).description == "no difference")
        #expect(live.tables.count == 12)
    }

    @Test func `rows are written and read with them`() async throws {
        _ = try await makeDepot()
        let database = Database(try TestDatabase.pool)
        try await database.withSession { session in
            let region = Region(code: "DE", name: "Germany")
            let customer = Customer(
                email: "a@x.org", fullName: "Ada", tags: ["new"], settings: "{\"a\": 1}",
                region: region)
            let root = Category(name: "all")
            let tools = Category(name: "tools", parent: root)
            let hammer = Good(sku: "H", title: "Hammer", price: 12.5, origin: region)
            hammer.categories.append(tools)
            let order = Order(
                region: region, number: 1, customer: customer, history: [.new, .inProgress],
                placedAt: Date(timeIntervalSince1970: 0), default: "d")
            let line = OrderLine(order: order, line: 1, good: hammer)
            session.add(contentsOf: [region])
            session.add(contentsOf: [hammer])
            session.add(contentsOf: [order])
            session.add(contentsOf: [line])
            session.add(Parcel(orderLine: line))
            session.add(Login(customer: customer, passwordHash: "x"))
            session.add(CustomerPhoto(customer: customer, content: Data([1, 2])))
            try await session.commit()
            #expect(order.state == .new)
            #expect(customer.fullName2 == "ADA")
            #expect(hammer.titleLength == 6)
            #expect(line.quantity == 1)
        }
        try await database.withSession { session in
            let customers = Customer.all.include(\.login).include(\.customerPhoto)
                .include(\.region).include(\.customerOrders) {
                    $0.include(\.orderLines) { $0.include(\.good).include(\.parcels) }
                }
            let customer = try #require(try await session.fetch(customers).first)
            let order = try #require(try customer.customerOrders.all.first)
            let line = try #require(try order.orderLines.all.first)

            #expect(try customer.region?.value.name == "Germany")
            #expect(try customer.login.value?.passwordHash == "x")
            #expect(try customer.customerPhoto.value?.content == Data([1, 2]))
            #expect(customer.tags == ["new"])
            #expect(order.history == [.new, .inProgress])
            #expect(order.default == "d")
            #expect(try line.good.value.price == 12.5)
            #expect(try line.parcels.all.count == 1)
            let tools = try await session.fetch(
                Category.where { $0.name == "tools" }.include(\.goods).include(\.parent))
            #expect(try tools[0].goods.all.map(\.sku) == ["H"])
            #expect(try tools[0].parent?.value.name == "all")

            order.state = .case2ndTry
            line.quantity = 3
            try await session.commit()
        }
        let rows = try await TestDatabase.pool.query(
            "SELECT state::text || ' ' || quantity FROM orders JOIN order_lines ON line = 1")
        #expect(try rows.decode(String.self) == ["2nd try 3"])
    }
}
