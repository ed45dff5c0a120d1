#if Metrics
public import Metrics
import PGCore

/// Measures how long a pool's callers wait for connections and use them, under the names
/// OpenTelemetry gives that: `db.client.connection.wait_time`, `…use_time` and `…create_time`, in
/// seconds, and `…timeouts`.
///
/// ```swift
/// configuration.observers.append(PoolMetrics(poolName: "main"))
/// ```
///
/// How many connections there are at a time is measured by
/// ``ConnectionPool/recordMetrics(named:every:factory:)``. Only with the package trait `Metrics`. See
/// "Semantic conventions for database client metrics" of OpenTelemetry.
public struct PoolMetrics: PoolObserver {
    private let waitTime: Recorder
    private let useTime: Recorder
    private let createTime: Recorder
    private let timeouts: Counter

    /// Makes the measurements.
    ///
    /// - Parameters:
    ///   - poolName: The pool's name among others.
    ///   - factory: Where they go; the one of `MetricsSystem` when left out.
    public init(poolName: String, factory: (any MetricsFactory)? = nil) {
        let factory = factory ?? MetricsSystem.factory
        let dimensions = [("db.client.connection.pool.name", poolName)]
        func recorder(_ name: String) -> Recorder {
            Recorder(
                label: "db.client.connection." + name, dimensions: dimensions, aggregate: true,
                factory: factory)
        }
        waitTime = recorder("wait_time")
        useTime = recorder("use_time")
        createTime = recorder("create_time")
        timeouts = Counter(
            label: "db.client.connection.timeouts", dimensions: dimensions, factory: factory)
    }

    /// Records a wait that ended with a connection, or counts one that took too long.
    public func acquired(_ acquisition: PoolAcquisition) {
        if let error = acquisition.error {
            if error.code == .poolTimeout { timeouts.increment() }
        } else {
            waitTime.record(acquisition.duration / .seconds(1))
        }
    }

    /// Records a use.
    public func released(_ use: PoolUse) {
        useTime.record(use.duration / .seconds(1))
    }

    /// Records how long opening a connection took.
    public func connected(_ attempt: PoolConnect) {
        guard attempt.error == nil else { return }
        createTime.record(attempt.duration / .seconds(1))
    }
}

extension ConnectionPool {
    /// Measures the pool's use at intervals until the task is cancelled, under the names OpenTelemetry
    /// gives them: `db.client.connection.count` by state, `…pending_requests`, `…max` and
    /// `…idle.min`.
    ///
    /// Only with the package trait `Metrics`.
    ///
    /// - Parameters:
    ///   - name: The pool's name among others.
    ///   - interval: The time between two measurements.
    ///   - factory: Where they go; the one of `MetricsSystem` when left out.
    public func recordMetrics(
        named name: String, every interval: Duration = .seconds(10),
        factory: (any MetricsFactory)? = nil
    ) async {
        let factory = factory ?? MetricsSystem.factory
        let pool = ("db.client.connection.pool.name", name)
        func gauge(_ label: String, _ dimensions: [(String, String)] = []) -> Gauge {
            Gauge(
                label: "db.client.connection." + label, dimensions: [pool] + dimensions,
                factory: factory)
        }
        let idle = gauge("count", [("db.client.connection.state", "idle")])
        let used = gauge("count", [("db.client.connection.state", "used")])
        let pending = gauge("pending_requests")
        let configuration = subPools[0].configuration
        gauge("max").record(max(1, configuration.maximumConnections))
        gauge("idle.min").record(configuration.minimumConnections)
        while !Task.isCancelled {
            let statistics = await statistics
            idle.record(statistics.idle)
            used.record(statistics.connections - statistics.idle)
            pending.record(statistics.waiters)
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }
}
#endif
