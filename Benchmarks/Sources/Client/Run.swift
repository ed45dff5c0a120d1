import PGCore
import PGWire

/// A workload on a number of connections.
struct Run: Sendable {
    let workload: Workload
    let place: Place
    let connections: Int
    let clock = Clock()

    /// Works until the clock says that it is over, or does a number of operations.
    func perform(_ operations: Int?) async throws {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = workload.tasks == nil ? connections : 1
        if workload == .pool1000 { configuration.maximumConnections = connections }
        // A session that is kept, and what it is compared with.
        if workload.needsSession { configuration.maximumConnections = connections + 1 }
        configuration.pipelineDepth = 128
        let pool = try ConnectionPool(.environment, configuration: configuration)
        if let operations {
            try await pool.withExecutor { try await count(operations, on: pool) }
        } else {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<(workload.tasks ?? connections) {
                    group.addTask {
                        switch place {
                        case .loops: try await pool.withExecutor { try await work(on: pool) }
                        case .own: try await pool.withExecutor { try await workAlone(on: pool) }
                        case .global, .count, .countPool: try await work(on: pool)
                        }
                    }
                }
                try await group.waitForAll()
            }
            clock.finish()
        }
        await pool.close()
    }

    /// Does it a number of times and nothing else, for whoever counts instructions.
    private func count(_ operations: Int, on pool: ConnectionPool) async throws {
        if workload.needsSession {
            let work = try await EntityWork(workload, on: pool)
            for number in 0..<operations { _ = try await work.perform(workload, number) }
            await work.close()
            return
        }
        guard place == .count else {
            for number in 0..<operations { _ = try await workload.perform(number, on: pool) }
            return
        }
        try await pool.withConnection { connection in
            try await workload.prepare(connection)
            for number in 0..<operations {
                _ = try await workload.perform(number, alone: connection)
            }
        }
    }

    private func work(on pool: ConnectionPool) async throws {
        if workload.needsSession {
            let work = try await EntityWork(workload, on: pool)
            try await loop { try await work.perform(workload, $0) }
            await work.close()
        } else if workload.needsOwnConnection {
            try await workAlone(on: pool)
        } else {
            try await loop { try await workload.perform($0, on: pool) }
        }
    }

    private func workAlone(on pool: ConnectionPool) async throws {
        try await pool.withConnection { connection in
            try await workload.prepare(connection)
            try await loop { try await workload.perform($0, alone: connection) }
        }
    }

    private func loop(_ operation: (Int) async throws -> UInt64) async throws {
        var number = 0
        var operations = 0
        var checksum: UInt64 = 0
        while true {
            let sum = try await operation(number)
            number += 1
            switch clock.phase {
            case .warmingUp: break
            case .measuring:
                operations += 1
                checksum &+= sum
            case .over:
                clock.add(operations: operations, checksum: checksum)
                return
            }
        }
    }
}
