import Foundation
import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Keys of several columns")
struct CompositeKeyTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private func persistentOrder(_ number: Int = 7) async throws -> Order {
        let order = Order(region: "EU", number: number)
        session.add(order)
        try await session.commit()
        source.clear()
        return order
    }

    @Test func `a known key needs no statement`() async throws {
        let order = try await persistentOrder()

        #expect(order.persistentID == Order.ID(region: "EU", number: 7))
        #expect(try await session.get(Order.self, Order.ID(region: "EU", number: 7)) === order)
        #expect(source.log.isEmpty)
    }

    @Test func `get asks for every column of the key`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(columns: ["region", "number_id", "note"], [["EU", "8", nil]])
        }

        let order = try await session.get(Order.self, Order.ID(region: "EU", number: 8))

        #expect(order?.number == 8)
        #expect(
            source.log[1]
                == #"SELECT "orders"."region", "orders"."number", "orders"."note" FROM "orders" "#
                + #"WHERE ("orders"."region" = $1) AND ("orders"."number" = $2)"#)
        #expect(source.parameters[1] == ["EU", "8"])
    }

    @Test func `one row is updated and deleted by all columns of its key`() async throws {
        let order = try await persistentOrder()
        order.note = "n"
        try await session.flush()
        session.delete(order)
        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "orders" SET "note" = $1 WHERE "region" = $2 AND "number" = $3"#)
        #expect(source.parameters[1] == ["n", "EU", "7"])
        #expect(source.log[2] == #"DELETE FROM "orders" WHERE "region" = $1 AND "number" = $2"#)
    }

    @Test func `a changed part of the key is looked up under the old key`() async throws {
        let order = try await persistentOrder()
        order.number = 9
        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "orders" SET "number" = $1 WHERE "region" = $2 AND "number" = $3"#)
        #expect(source.parameters[1] == ["9", "EU", "7"])
        #expect(try await session.get(Order.self, Order.ID(region: "EU", number: 9)) === order)
    }

    @Test func `many rows are written with an array for each column of the key`() async throws {
        let orders = [try await persistentOrder(1), try await persistentOrder(2)]
        for order in orders { order.note = "n" }
        try await session.flush()
        for order in orders { session.delete(order) }
        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "orders" AS t SET "note" = v.c1 FROM unnest($1::text[], $2::bigint[], "#
                + #"$3::text[]) AS v(k1, k2, c1) WHERE t."region" = v.k1 AND t."number" = v.k2 "#
                + #"RETURNING t."region", t."number""#)
        #expect(
            source.log[2]
                == #"DELETE FROM "orders" AS t USING unnest($1::text[], $2::bigint[]) "#
                + #"AS v(k1, k2) WHERE t."region" = v.k1 AND t."number" = v.k2 "#
                + #"RETURNING t."region", t."number""#)
        #expect(source.parameters[2] == [#"{"EU","EU"}"#, #"{"1","2"}"#])
    }

    @Test func `a row that has gone is named by its whole key`() async throws {
        let orders = [try await persistentOrder(1), try await persistentOrder(2)]
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("DELETE") else { return nil }
            return ScriptedRows(columns: ["region", "number_id"], [["EU", "1"]])
        }
        for order in orders { session.delete(order) }

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .staleData)
        #expect(
            error?.message
                == "Order (EU, 2) could not be deleted: the row is not there any more")
    }

    @Test func `a reference hands over every column of the key`() async throws {
        let order = Order(region: "EU", number: 7)
        session.add(order)
        session.add(OrderLine(order: order, line: 1, item: "i"))
        session.add(Shipment())
        try await session.flush()

        #expect(
            source.log.contains(
                #"INSERT INTO "order_lines" ("order_region", "order_number", "line", "item") "#
                    + "VALUES ($1, $2, $3, $4)"))
        #expect(source.parameters.contains(["EU", "7", "1", "i"]))
        #expect(source.parameters.contains(["NULL", "NULL"]))
    }

    @Test func `pointing elsewhere writes every column of the reference`() async throws {
        let orders = [try await persistentOrder(1), try await persistentOrder(2)]
        let shipment = Shipment(order: orders[0])
        session.add(shipment)
        try await session.commit()
        source.clear()
        shipment.order = ToOne(orders[1])

        #expect(session.changedProperties(of: shipment) == ["order"])
        try await session.flush()
        #expect(
            source.log[1]
                == #"UPDATE "shipments" SET "from_region" = $1, "from_number" = $2 WHERE "id" = $3"#
        )
        #expect(source.parameters[1] == ["EU", "2", "1"])
    }

    @Test func `the lines of many orders are loaded by arrays of their keys`() async throws {
        let orders = [try await persistentOrder(1), try await persistentOrder(2)]
        source.answer { (statement) throws(PGError) in
            guard statement.text.contains(#"FROM "order_lines""#) else { return nil }
            return ScriptedRows(
                columns: ["order_region", "number_id", "line_id", "item"],
                [["EU", "1", "1", "a"], ["EU", "2", "1", "b"], ["EU", "2", "2", "c"]])
        }

        try await session.load(\.lines, of: orders)

        #expect(try orders.map { try $0.lines.all.map(\.item) } == [["a"], ["b", "c"]])
        #expect(try orders[1].lines.all[0].order.value === orders[1])
        let text = try #require(source.log.last)
        #expect(
            text.hasSuffix(
                #"WHERE ("order_lines"."order_region", "order_lines"."order_number") IN "#
                    + #"(SELECT * FROM unnest($1::text[], $2::bigint[])) ORDER BY "#
                    + #""order_lines"."order_region", "order_lines"."order_number", "#
                    + #""order_lines"."line""#))
        #expect(source.parameters.last == [#"{"EU","EU"}"#, #"{"1","2"}"#])
    }

    @Test func `refreshing a row reads the columns of a reference together`() async throws {
        let order = try await persistentOrder(1)
        let shipment = Shipment(order: order)
        session.add(shipment)
        try await session.commit()
        source.answer { (statement) throws(PGError) in
            guard statement.text.contains(#"FROM "shipments""#) else { return nil }
            return ScriptedRows(
                columns: ["id", "from_region", "number_id"], [["1", "US", "4"]])
        }
        try await session.refresh(shipment)
        #expect(shipment.order?.id == Order.ID(region: "US", number: 4))
        #expect(shipment.order?.isLoaded == false)
        #expect(!session.isDirty)
    }

    @Test func `a reference of which one column is NULL is none`() throws {
        let rows = ScriptedRows(
            columns: ["id", "from_region", "number_id"], [["1", "US", nil], ["2", "US", "3"]])
        var index = 0
        #expect(try Shipment(from: rows.row(at: 0), at: &index).order == nil)
        #expect(index == 3)
        index = 0
        #expect(
            try Shipment(from: rows.row(at: 1), at: &index).order?.id
                == Order.ID(region: "US", number: 3))
    }

    @Test func `constraints lead to properties`() {
        #expect(Order.properties(forConstraint: "orders_pkey") == ["region", "number"])
        #expect(
            OrderLine.properties(forConstraint: "order_lines_order_region_order_number_fkey")
                == ["order"])
    }

    @Test func `a key codes with its parts by name`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let line = OrderLine(order: Order(region: "EU", number: 1), line: 2, item: "i")
        let json = String(decoding: try encoder.encode(line), as: UTF8.self)
        #expect(json == #"{"item":"i","line":2,"orderID":{"number":1,"region":"EU"}}"#)
        let back = try JSONDecoder().decode(OrderLine.self, from: Data(json.utf8))
        #expect(back.persistentID == line.persistentID)
    }
}
