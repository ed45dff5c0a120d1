import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

extension KeyWork {
    func checkInstances() throws {
        for (own, order) in objects.orders {
            let actual = Model.Order(
                region: order.region, number: order.number, note: order.note)
            try require(
                actual == model.orders[own],
                "order \(own) is \(actual), should be \(model.orders.debugDescription)")
            try require(session.contains(order), "order \(own) is there")
            guard let lines = order.lines.loaded else { continue }
            let expected = model.lines.filter { $0.value.order == own }.values.map(\.line)
            try require(
                lines.map(\.line).sorted() == expected.sorted(),
                "the lines of \(own) are \(lines.map(\.line)), should be \(expected)")
        }
        for (own, line) in objects.lines {
            let expected = model.lines[own]
            try require(line.line == expected?.line, "line \(own) has its number")
            try require(line.item == expected?.item, "line \(own) has its item")
            try require(
                line.order.id == expected.flatMap { objects.orders[$0.order]?.persistentID },
                "line \(own) has its order")
        }
        for (own, shipment) in objects.shipments {
            let order = model.shipments[own].flatMap { $0 }
            try require(
                shipment.order?.id == order.flatMap { objects.orders[$0]?.persistentID },
                "shipment \(own) is of \(shipment.order?.id as Any), should be of \(order as Any)")
        }
        for (title, document) in objects.documents {
            try require(document.deletedAt == nil, "\(title) is not hidden")
            try require(session.contains(document), "\(title) is there")
        }
    }

    func checkRows() async throws {
        let pool = try TestDatabase.pool
        let orders = try await pool.query("SELECT region, number, note FROM orders")
            .decode(String.self, Int.self, String?.self)
            .map { Model.Order(region: $0, number: $1, note: $2) }
        try require(
            orders.count == model.orders.count && Set(orders) == Set(model.orders.values),
            "the orders are \(orders), should be \(model.orders)")
        let lines = try await pool.query(
            "SELECT order_region, order_number, line, item FROM order_lines ORDER BY line"
        ).decode(String.self, Int.self, Int.self, String.self)
            .map { "\($0) \($1) \($2) \($3)" }
        let expected = model.lines.values.sorted { $0.line < $1.line }.map { line in
            let order = model.orders[line.order]
            return "\(order?.region ?? "") \(order?.number ?? 0) \(line.line) \(line.item)"
        }
        try require(lines == expected, "the lines are \(lines), should be \(expected)")
        try await checkShipments(pool)
        let documents = try await pool.query("SELECT title, deleted_at IS NOT NULL FROM documents")
            .decode(String.self, Bool.self)
        try require(
            Dictionary(uniqueKeysWithValues: documents) == model.documents,
            "the documents are \(documents), should be \(model.documents)")
    }

    private func checkShipments(_ executor: some StatementExecutor) async throws {
        let rows = try await executor.execute(
            "SELECT id, from_region, from_number FROM shipments ORDER BY id"
        ).decode(Int.self, String?.self, Int?.self)
            .map { "\($0) \($1 ?? "") \($2 ?? 0)" }
        var expected: [Int: String] = [:]
        for (own, order) in model.shipments {
            guard let id = objects.shipments[own]?.persistentID else { continue }
            let order = order.flatMap { model.orders[$0] }
            expected[id] = "\(id) \(order?.region ?? "") \(order?.number ?? 0)"
        }
        let should = expected.sorted { $0.key < $1.key }.map(\.value)
        try require(rows == should, "the shipments are \(rows), should be \(should)")
    }
}
