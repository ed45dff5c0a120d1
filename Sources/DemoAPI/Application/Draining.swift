import ServiceLifecycle
import Synchronization

/// Says that the server is about to end, a while before it does, so that no more requests are sent
/// to it.
final class Draining: Service, Sendable {
    private let delay: Duration
    private let hasBegun = Atomic(false)

    init(delay: Duration = .zero) { self.delay = delay }

    /// Whether the server is about to end.
    var isOn: Bool { hasBegun.load(ordering: .acquiring) }

    func begin() { hasBegun.store(true, ordering: .releasing) }

    func run() async throws {
        try await gracefulShutdown()
        begin()
        try await Task.sleep(for: delay)
    }
}
