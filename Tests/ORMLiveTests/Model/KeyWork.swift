import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

/// Random work on rows with keys of several columns, of which the program changes parts, and on rows
/// that a deletion only marks; and on a model of them.
final class KeyWork {
    /// What there should be.
    ///
    /// Instances have numbers, because their keys change.
    struct Model: Equatable {
        struct Order: Hashable {
            var region: String
            var number: Int
            var note: String?
        }

        struct Line: Equatable {
            let order: Int
            var line: Int
            var item: String
        }

        var orders: [Int: Order] = [:]
        var lines: [Int: Line] = [:]
        /// Which order each shipment is of.
        var shipments: [Int: Int?] = [:]
        /// Whether each document is hidden, by its title.
        var documents: [String: Bool] = [:]

        func isFree(_ order: Int) -> Bool {
            !lines.values.contains { $0.order == order }
                && !shipments.values.contains { $0 == order }
        }

        mutating func remove(order: Int) {
            orders[order] = nil
            lines = lines.filter { $0.value.order != order }
            for (shipment, of) in shipments where of == order { shipments[shipment] = .some(nil) }
        }
    }

    struct Objects {
        var orders: [Int: Order] = [:]
        var lines: [Int: OrderLine] = [:]
        var shipments: [Int: Shipment] = [:]
        var documents: [String: Document] = [:]
    }

    private struct Stop: Error {}

    let session: RecordingSession
    var random: Xorshift
    var model = Model()
    var objects = Objects()
    private var frame = (model: Model(), objects: Objects())
    /// The instances that were changed since the last flush.
    private var touched: Set<Int> = []
    private var nextNumber = 0
    private(set) var log: [String] = []

    init(_ session: RecordingSession, seed: UInt64) {
        self.session = session
        random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    }

    func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    func number() -> Int {
        nextNumber += 1
        return nextNumber
    }

    func note(_ text: String) { log.append(text) }

    func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw GraphWork.Difference(what: what()) }
    }

    func touch(_ numbers: Int...) async throws {
        if !touched.isDisjoint(with: numbers) { try await flush() }
        touched.formUnion(numbers)
    }

    func flush() async throws {
        note("flush")
        try await session.flush()
        touched = []
        try checkInstances()
    }

    // MARK: Transactions

    func step(depth: Int) async throws {
        switch Int.random(in: 0..<28, using: &random) {
        case 0..<3: addOrder()
        case 3..<6: try await addLine()
        case 6, 7: try await addShipment()
        case 8, 9: try await changeOrder()
        case 10, 11: try await changeKey()
        case 12, 13: try await changeLine()
        case 14, 15: try await moveShipment()
        case 16, 17: try await deleteSomething()
        case 18: try await mergeOrder()
        case 19, 20: try await readSomething()
        case 21: addDocument()
        case 22: try await deleteDocument()
        case 23, 24: try await flush()
        default: if depth < 3 { try await savepoint(depth: depth + 1) }
        }
    }

    private func savepoint(depth: Int) async throws {
        let fails = chance(50)
        try await flush()
        note("savepoint \(depth)\(fails ? ", which will fail" : "")")
        let (model, objects) = (model, objects)
        do {
            try await session.withSavepoint {
                for _ in 0..<Int.random(in: 1...6, using: &random) { try await step(depth: depth) }
                if fails { throw Stop() }
            }
            touched = []
            note("release \(depth)")
        } catch is Stop {
            note("roll back to \(depth)")
            (self.model, self.objects, touched) = (model, objects, [])
        }
        try checkInstances()
    }

    func end(commits: Bool) async throws {
        note(commits ? "commit" : "roll back")
        if commits {
            try await session.commit()
            frame = (model, objects)
        } else {
            try await session.rollback()
            (model, objects) = frame
        }
        touched = []
        try checkInstances()
        try await checkRows()
    }
}
