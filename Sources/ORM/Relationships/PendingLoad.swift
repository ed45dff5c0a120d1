import PGCore

/// Statements that load a relationship, and what is done with the answers.
struct PendingLoad<Source: SessionSource> {
    typealias Rows = Source.Connection.Rows
    /// Takes the answers and returns what has to be loaded next.
    typealias Finish = ([Rows], inout LoadPlan) throws(PGError) -> [PendingLoad]

    let statements: [SQLStatement]
    let finish: Finish
}

/// What the loads of one round trip ask for, so that no two of them ask for the same.
struct LoadPlan {
    private var asked: [ObjectIdentifier: Set<AnyHashable>] = [:]

    /// Returns the keys that nobody has asked for yet.
    mutating func ask<Target: Entity>(for ids: [Target.ID], of type: Target.Type) -> [Target.ID] {
        ids.filter { asked[ObjectIdentifier(type), default: []].insert(AnyHashable($0)).inserted }
    }
}

extension SessionCore {
    /// Loads level by level: everything that does not depend on an answer goes in one round trip.
    func run(_ loads: [PendingLoad<Source>]) async throws(PGError) {
        if !loads.isEmpty { state.hasLoadedRelationships = true }
        var level = loads
        while !level.isEmpty {
            let statements = level.flatMap(\.statements)
            let answers = try await sendAll(
                statements, areReading: !statements.contains { $0.mayLock })
            var plan = LoadPlan()
            var next: [PendingLoad<Source>] = []
            var start = 0
            for load in level {
                let end = start + load.statements.count
                next += try load.finish(Array(answers[start..<end]), &plan)
                start = end
            }
            level = next
        }
    }

    /// Cuts keys into the arrays of several statements.
    func batches<Key>(of keys: [Key]) -> [ArraySlice<Key>] {
        stride(from: 0, to: keys.count, by: configuration.maximumBatch).map { start in
            keys[start..<min(start + configuration.maximumBatch, keys.count)]
        }
    }
}

extension SQLStatement {
    /// Whether it may be one that locks rows: with a strength after `FOR`, however that is written.
    var mayLock: Bool {
        var matched = 0
        for byte in text.utf8 {
            let byte = byte | 0x20
            matched = byte == Self.lock[matched] ? matched + 1 : byte == Self.lock[0] ? 1 : 0
            if matched == Self.lock.count { return true }
        }
        return false
    }

    private static let lock = Array(" for ".utf8)
}
