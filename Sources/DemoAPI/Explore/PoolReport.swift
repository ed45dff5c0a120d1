import Hummingbird
import PGWire

/// How the API's pool is used at the moment.
struct PoolReport: ResponseEncodable, Sendable {
    let maximum: Int
    let connections: Int
    let idle: Int
    let shared: Int
    let leased: Int
    let connecting: Int
    let waiters: Int
    let statements: Int
    let leasesGranted: Int
    let waits: Int
    let circuit: String

    init(_ statistics: PoolStatistics, maximum: Int) {
        self.maximum = maximum
        connections = statistics.connections
        idle = statistics.idle
        shared = statistics.shared
        leased = statistics.leased
        connecting = statistics.connecting
        waiters = statistics.waiters
        statements = statistics.statements
        leasesGranted = statistics.leasesGranted
        waits = statistics.waits
        circuit = statistics.circuit.rawValue
    }
}
