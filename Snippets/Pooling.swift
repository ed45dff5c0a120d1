// A pool with limits, hooks and a look at how it is used.

import PGCore
import PGWire

// snippet.show
var configuration = PoolConfiguration()
configuration.minimumConnections = 2
configuration.maximumConnections = 20
configuration.acquireTimeout = .seconds(5)
configuration.hooks.connect = { try await $0.executeOnce("SET search_path = app") }
let pool = try ConnectionPool(.environment, configuration: configuration)
try await pool.warmUp()  // optional: fails now if the server cannot be reached

do {
    try await pool.withConnection { connection in
        try await connection.query("SELECT 1")
    }
} catch let error as PGError where error.code == .poolTimeout {
    for lease in error.poolTimeout?.leases ?? [] {
        print("held by", lease)  // App/Orders.swift:41 for 12.5 s, idle in a transaction
    }
}

let statistics = await pool.statistics
print(statistics.connections, "open,", statistics.waiters, "waiting,", statistics.circuit)
// snippet.hide
await pool.close()
