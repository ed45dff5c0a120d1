import Synchronization

/// Counts calls of closures that have to be Sendable.
package final class CallCounter: Sendable {
    private let count = Mutex(0)

    package init() {}

    /// Counts one more, and returns how many there were.
    @discardableResult
    package func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    package var value: Int { count.withLock { $0 } }
}
