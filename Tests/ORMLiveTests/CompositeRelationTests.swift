import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Relationships by keys of several columns, on a server", .liveDatabase)
struct CompositeRelationTests {
    /// Orders 1 to 3 have as many lines as their number; the first two are shipped together with
    /// nothing.
    private func withOrders(
        _ body: (RecordingSession, RecordingSource) async throws -> Void
    ) async throws {
        try await Schema(Shipment.self, OrderLine.self, Order.self)
            .createAll(on: try TestDatabase.pool)
        try await withRecordedSession { session, _ in
            for number in 1...3 {
                let order = Order(region: "EU", number: number)
                for line in 1...number {
                    order.lines.append(OrderLine(order: order, line: line, item: "i\(line)"))
                }
                session.add(order)
                if number < 3 { session.add(Shipment(order: order)) }
            }
            session.add(Shipment())
            try await session.commit()
        }
        try await withRecordedSession(body)
    }

    @Test func `a limit counts for each owner`() async throws {
        try await withOrders { session, source in
            let orders = try await session.fetch(
                Order.orderBy { $0.number }.include(\.lines) {
                    $0.orderBy { $0.line.descending }.limit(2)
                })

            let expected = sql(
                #"FROM unnest($1::text[], $2::bigint[]) AS "owner" ("region", "number") "#,
                #"CROSS JOIN LATERAL (SELECT "order_lines"."order_region", "#,
                #""order_lines"."order_number", "order_lines"."line", "order_lines"."item" "#,
                #"FROM "order_lines" WHERE "order_lines"."order_region" = "owner"."region" "#,
                #"AND "order_lines"."order_number" = "owner"."number" "#,
                #"ORDER BY "order_lines"."line" DESC LIMIT $3) AS "order_lines" "#)
            #expect(source.log.last?.contains(expected) == true)
            #expect(try orders.map { try $0.lines.all.map(\.line) } == [[1], [2, 1], [3, 2]])
        }
    }

    @Test func `a reference that may be NULL is joined`() async throws {
        try await withOrders { session, source in
            let shipments = try await session.fetch(
                Shipment.orderBy { $0.id }.include(\.order, .joined) { $0.include(\.lines) })

            #expect(source.trips == [1, 1, 1])
            let numbers = try shipments.map { try $0.order?.value.number }
            #expect(numbers == [1, 2, nil])
            #expect(try shipments[1].order?.value.lines.all.count == 2)
        }
    }

    @Test func `related rows are counted, found and filtered by`() async throws {
        try await withOrders { session, source in
            let orders = try await session.fetch(Order.orderBy { $0.number })
            let counts = try await session.count(of: \.lines, for: orders)
            let second = try await session.exists(\.lines, for: orders) {
                $0.where { $0.line == 2 }
            }
            let ids = orders.compactMap(\.persistentID)
            #expect(ids.map { counts[$0] } == [1, 2, 3])
            #expect(ids.map(second.contains) == [false, true, true])

            let many = Order.where(count: \.lines) { $0 >= 2 }.where(has: \.lines) {
                $0.item == "i3"
            }
            let found = try await session.fetch(many)
            #expect(found.map(\.number) == [3])

            let lines = try session.query(\.lines, of: orders[1])
            let titles = try await session.fetch(lines.orderBy { $0.line }).map(\.item)
            #expect(titles == ["i1", "i2"])
        }
    }

    @Test func `moving a line to another order shows in both`() async throws {
        try await withOrders { session, source in
            let shipments = try await session.fetch(Shipment.orderBy { $0.id }.include(\.order))
            let orders = try await session.fetch(Order.orderBy { $0.number }.include(\.lines))
            #expect(try shipments[0].order?.value === orders[0])
            shipments[0].order = ToOne(orders[2])
            source.clear()

            try await session.commit()

            #expect(source.log.count == 2)
            #expect(shipments[0].order?.id == orders[2].persistentID)
        }
    }
}
