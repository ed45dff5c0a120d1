import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Composite keys on a server", .liveDatabase, .timeLimit(.minutes(1)))
struct CompositeKeyTests {
    private func database() async throws -> Database {
        let pool = try TestDatabase.pool
        try await Schema(Shipment.self, OrderLine.self, Order.self).createAll(on: pool)
        return Database(pool)
    }

    @Test func `constraints span the columns of the key`() async throws {
        _ = try await database()
        let constraints = try await committed(
            """
            SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid IN ('order_lines'::regclass, 'shipments'::regclass)
                AND contype IN ('p', 'f') ORDER BY 1
            """)
        #expect(
            constraints == [
                "order_lines_order_region_order_number_fkey FOREIGN KEY (order_region, order_number) "
                    + "REFERENCES orders(region, number) ON DELETE CASCADE",
                "order_lines_pkey PRIMARY KEY (order_region, order_number, line)",
                "shipments_from_region_from_number_fkey FOREIGN KEY (from_region, from_number) "
                    + "REFERENCES orders(region, number) ON DELETE SET NULL",
                "shipments_pkey PRIMARY KEY (id)",
            ])
    }

    @Test func `orders with lines are written, read, changed and deleted`() async throws {
        let database = try await database()
        try await database.withSession { session in
            for number in 1...3 {
                let order = Order(region: "EU", number: number)
                for line in 1...2 {
                    order.lines.append(OrderLine(order: order, line: line, item: "x"))
                }
                session.add(order)
                session.add(Shipment(order: order))
            }
            try await session.commit()
        }
        #expect(try await committed("SELECT count(*)::text FROM order_lines") == ["6"])

        try await database.withSession { session in
            let query = Order.orderBy { $0.number.descending }.include(\.lines)
            let orders = try await session.fetch(query)
            #expect(orders.map(\.number) == [3, 2, 1])
            #expect(try orders[0].lines.all.map(\.line) == [1, 2])
            for order in orders { order.note = "seen" }
            for line in try orders.flatMap({ try $0.lines.all }) { line.item = "y" }
            session.delete(try #require(orders.first))
            try await session.commit()
            let known = try await session.get(Order.self, Order.ID(region: "EU", number: 1))
            #expect(known === orders[2])
        }
        #expect(
            try await committed(
                "SELECT order_number || item FROM order_lines ORDER BY order_number, line")
                == ["1y", "1y", "2y", "2y"])
        #expect(
            try await committed(
                "SELECT coalesce(from_number::text, '-') FROM shipments ORDER BY id")
                == ["1", "2", "-"])
    }

    @Test func `references lead to their targets`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let order = Order(region: "US", number: 1)
            session.add(order)
            session.add(Shipment(order: order))
            session.add(Shipment())
            try await session.commit()
        }
        try await database.withSession { session in
            let shipments = try await session.fetch(
                Shipment.orderBy { $0.id.ascending }.include(\.order))
            #expect(try shipments[0].order?.value.region == "US")
            #expect(shipments[1].order == nil)
            try await session.refresh(shipments[0])
            #expect(shipments[0].order?.isLoaded == true)
            let found = try await session.fetch(Shipment.where { $0.orderRegion == "US" })
            #expect(found.count == 1)
        }
    }

    @Test func `a stale row is named by its key`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let orders = (1...2).map { Order(region: "EU", number: $0) }
            session.add(contentsOf: orders)
            try await session.commit()
            _ = try await TestDatabase.pool.execute("DELETE FROM orders WHERE number = 2")
            for order in orders { order.note = "n" }
            let error = await #expect(throws: PGError.self) { try await session.commit() }
            #expect(error?.code == .staleData)
            #expect(error?.message.hasPrefix("Order (EU, 2) could not be updated") == true)
        }
    }

    @Test func `a second row with the key names all its properties`() async throws {
        let database = try await database()
        try await database.withSession { session in
            session.add(Order(region: "EU", number: 1))
            try await session.commit()
            session.add(Order(region: "EU", number: 1))
            let error = await #expect(throws: PGError.self) { try await session.flush() }
            #expect(error?.properties(in: Order.self) == ["region", "number"])
        }
    }
}

@Suite("Writing by composite keys on a server", .liveDatabase, .timeLimit(.minutes(1)))
struct CompositeWriteTests {
    private func withOrders(
        _ body: (RecordingSession, [Order]) async throws -> Void
    ) async throws {
        let pool = try TestDatabase.pool
        try await Schema(Shipment.self, OrderLine.self, Order.self).createAll(on: pool)
        try await withRecordedSession { session, _ in
            let orders = (1...3).map { Order(region: "EU", number: $0) }
            session.add(contentsOf: orders)
            try await session.commit()
            try await body(session, orders)
        }
    }

    @Test func `known instances learn what changed by predicate`() async throws {
        try await withOrders { session, orders in
            let changed = try await session.updateAll(Order.where { $0.number > 1 }) {
                $0.set(\.note, to: "late")
            }
            #expect(changed == 2)
            #expect(orders.map(\.note) == [nil, "late", "late"])
            let deleted = try await session.deleteAll(
                Order.orderBy { $0.number.ascending }.limit(1))
            #expect(deleted == 1)
            #expect(session.state(of: orders[0]) == .deleted)
            #expect(session.state(of: orders[1]) == .persistent)
            try await session.commit()
        }
        #expect(try await committed("SELECT number::text FROM orders ORDER BY 1") == ["2", "3"])
    }

    @Test func `rows are locked, fetched or updated by all columns of the key`() async throws {
        try await withOrders { session, orders in
            try await session.lock(contentsOf: orders)
            #expect(try await session.tryLock(orders[1]))
            let same = try await session.insertOrFetch(
                contentsOf: [
                    Order(region: "EU", number: 2, note: "x"), Order(region: "US", number: 2),
                ], on: \.region, \.number)
            #expect(same.map(\.outcome) == [.existing, .inserted])
            #expect(same[0].entity === orders[1])
            let updated = try await session.upsert(
                Order(region: "EU", number: 3, note: "y"), on: \.region, \.number)
            #expect(updated.outcome == .updated)
            #expect(updated.entity === orders[2])
            #expect(orders[2].note == "y")
            try await session.commit()
        }
    }
}
