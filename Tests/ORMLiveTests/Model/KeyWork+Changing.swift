import ORMTestSupport
@testable import ORM

extension KeyWork {
    private func pick<Key: Comparable, Value>(_ held: [Key: Value]) -> (Key, Value)? {
        held.sorted { $0.key < $1.key }.randomElement(using: &random).map { ($0.key, $0.value) }
    }

    private var region: String { chance(50) ? "north" : "south" }

    // MARK: Orders

    func addOrder() {
        let own = number()
        let order = Order(region: region, number: own)
        note("add order \(own)")
        session.add(order)
        objects.orders[own] = order
        model.orders[own] = Model.Order(region: order.region, number: own, note: nil)
    }

    func changeOrder() async throws {
        guard let (own, order) = pick(objects.orders) else { return }
        order.note = chance(30) ? nil : "n\(number())"
        note("the note of \(own) is \(order.note ?? "none")")
        model.orders[own]?.note = order.note
    }

    /// The key of an order that nothing points to.
    func changeKey() async throws {
        guard let (own, order) = pick(objects.orders), model.isFree(own) else { return }
        try await touch(own)
        if chance(50) { order.region = region } else { order.number = number() }
        note("the key of \(own) is \(order.region) \(order.number)")
        model.orders[own]?.region = order.region
        model.orders[own]?.number = order.number
    }

    /// A twin from elsewhere, with the same key.
    func mergeOrder() async throws {
        guard let (own, order) = pick(objects.orders) else { return }
        try await flush()
        let twin = Order(region: order.region, number: order.number, note: "m\(number())")
        note("merge \(own) with \(twin.note ?? "")")
        try require(try await session.merge(twin) === order, "\(own) keeps its identity")
        model.orders[own]?.note = twin.note
    }

    // MARK: What belongs to them

    func addLine() async throws {
        guard let (own, order) = pick(objects.orders) else { return }
        try await touch(own)
        let (new, position) = (number(), number())
        note("line \(new) of \(own)")
        let line = OrderLine(order: order, line: position, item: "i\(new)")
        if chance(50) { order.lines.append(line) }
        session.add(line)
        objects.lines[new] = line
        model.lines[new] = Model.Line(order: own, line: position, item: line.item)
        try await touch(new)
    }

    func changeLine() async throws {
        guard let (own, line) = pick(objects.lines), let model = model.lines[own] else { return }
        try await touch(own, model.order)
        if chance(60) { line.item = "i\(number())" } else { line.line = number() }
        note("line \(own) is \(line.line) \(line.item)")
        self.model.lines[own]?.item = line.item
        self.model.lines[own]?.line = line.line
    }

    func addShipment() async throws {
        let of = chance(70) ? pick(objects.orders) : nil
        if let of { try await touch(of.0) }
        let new = number()
        note("shipment \(new) of \(of.map { "\($0.0)" } ?? "nothing")")
        let shipment = Shipment(order: of?.1)
        session.add(shipment)
        objects.shipments[new] = shipment
        model.shipments[new] = .some(of?.0)
        try await touch(new)
    }

    func moveShipment() async throws {
        guard let (own, shipment) = pick(objects.shipments) else { return }
        let to = chance(60) ? pick(objects.orders) : nil
        try await touch(own)
        // The key of an order changes before what leaves it is written.
        for order in [to?.0, model.shipments[own].flatMap { $0 }] {
            if let order { try await touch(order) }
        }
        note("shipment \(own) is of \(to.map { "\($0.0)" } ?? "nothing") now")
        shipment.order = to.map { ToOne($0.1) }
        model.shipments[own] = .some(to?.0)
    }

    // MARK: Deleting

    func deleteSomething() async throws {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            guard let (own, order) = pick(objects.orders) else { return }
            try await flush()
            note("delete order \(own)")
            session.delete(order)
            model.remove(order: own)
            forget()
            try await flush()
        case 1:
            guard let (own, line) = pick(objects.lines), let of = model.lines[own]?.order else {
                return
            }
            try await touch(own, of)
            note("delete line \(own)")
            session.delete(line)
            model.lines[own] = nil
        default:
            guard let (own, shipment) = pick(objects.shipments) else { return }
            try await touch(own)
            if let order = model.shipments[own].flatMap({ $0 }) { try await touch(order) }
            note("delete shipment \(own)")
            session.delete(shipment)
            model.shipments[own] = nil
        }
        forget()
    }

    /// Lets go of what is not in the model any more.
    private func forget() {
        objects.orders = objects.orders.filter { model.orders[$0.key] != nil }
        objects.lines = objects.lines.filter { model.lines[$0.key] != nil }
        objects.shipments = objects.shipments.filter { model.shipments[$0.key] != nil }
    }

    // MARK: Documents

    func addDocument() {
        let title = "d\(number())"
        note("add document \(title)")
        let document = Document(title: title)
        session.add(document)
        objects.documents[title] = document
        model.documents[title] = false
    }

    /// Its row is only marked.
    func deleteDocument() async throws {
        guard let (title, document) = pick(objects.documents) else { return }
        try await flush()
        note("delete document \(title)")
        session.delete(document)
        objects.documents[title] = nil
        model.documents[title] = true
        try await flush()
        try require(document.deletedAt != nil, "\(title) knows when it was deleted")
    }

    // MARK: Reading

    func readSomething() async throws {
        try await flush()
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            note("load lines")
            try await session.load(\.lines, of: Array(objects.orders.values))
        case 1:
            guard let (own, order) = pick(objects.orders), let key = order.persistentID else {
                return
            }
            note("get \(own)")
            if chance(50) { try session.expire(order) }
            try require(try await session.get(Order.self, key) === order, "\(own) is found")
        case 2:
            note("refresh lines and shipments")
            try await session.refresh(contentsOf: Array(objects.lines.values))
            try await session.refresh(contentsOf: Array(objects.shipments.values))
        case 3:
            note("expire everything and fetch it")
            session.expireAll()
            let (lines, orders) = (
                try await session.fetch(OrderLine.all), try await session.fetch(Order.all)
            )
            try require(lines.count == model.lines.count, "all lines are found")
            try require(orders.count == model.orders.count, "all orders are found")
        default:
            note("fetch documents")
            let found = try await session.fetch(Document.all)
            let shown = model.documents.filter { !$0.value }.keys
            try require(Set(found.map(\.title)) == Set(shown), "documents that are not hidden")
            let all = try await session.count(Document.all.includingDeleted)
            try require(all == model.documents.count, "all documents")
        }
        try checkInstances()
    }
}
