import CStrataSystem
import HeapModule

/// Actions ordered by when they are due.
///
/// Times are nanoseconds of a clock of its own: a loop with a timer asks for the time at every turn,
/// and the arithmetic of `ContinuousClock` costs several times what reading the clock does.
package struct TimerQueue {
    package typealias ID = UInt64

    private struct Entry: Comparable {
        let due: Int64
        let id: ID

        static func < (left: Entry, right: Entry) -> Bool {
            (left.due, left.id) < (right.due, right.id)
        }
    }

    private var entries = Heap<Entry>()
    private var actions: [ID: () -> Void] = [:]
    private var lastID: ID = 0
    /// When the first entry is due, cancelled or not.
    private(set) var earliest = Int64.max

    package init() {}

    /// The present, in nanoseconds.
    package static var now: Int64 { strata_nanoseconds() }

    /// Whether there is nothing to wait for.
    package var isEmpty: Bool { earliest == .max }

    package mutating func add(
        at deadline: ContinuousClock.Instant, _ action: @escaping () -> Void
    ) -> ID {
        let wait = ContinuousClock.now.duration(to: deadline)
        return add(due: Self.now.addingWithoutOverflow(wait.clampedNanoseconds), action)
    }

    package mutating func add(due: Int64, _ action: @escaping () -> Void) -> ID {
        lastID += 1
        actions[lastID] = action
        entries.insert(Entry(due: due, id: lastID))
        earliest = min(earliest, due)
        return lastID
    }

    /// Forgets a timer.
    ///
    /// Its place in the heap is dropped when it comes up, when no timer is left, or when most are dead.
    package mutating func cancel(_ id: ID) {
        guard actions.removeValue(forKey: id) != nil else { return }
        if actions.isEmpty {
            entries = Heap()
            earliest = .max
        } else if entries.count > 64, entries.count > 2 * actions.count {
            entries = Heap(entries.unordered.filter { actions[$0.id] != nil })
            earliest = entries.min?.due ?? .max
        }
    }

    /// Removes and returns an action that is due.
    package mutating func popDue(until now: Int64) -> (() -> Void)? {
        guard earliest <= now else { return nil }
        while let first = entries.min, first.due <= now {
            entries.removeMin()
            earliest = entries.min?.due ?? .max
            if let action = actions.removeValue(forKey: first.id) { return action }
        }
        return nil
    }

    /// How long until the next timer, in whole milliseconds rounded up; -1 when there is none.
    ///
    /// One that was cancelled may still count: the loop wakes up in vain, once.
    package func millisecondsUntilNext(from now: Int64) -> Int32 {
        guard earliest < .max else { return -1 }
        guard earliest > now else { return 0 }
        return Int32(clamping: (earliest - now) / 1_000_000 + 1)
    }
}

extension Duration {
    /// The duration in nanoseconds, or the nearest that fits.
    fileprivate var clampedNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isTooMuch) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if isTooMuch { return seconds < 0 ? .min : .max }
        return whole.addingWithoutOverflow(attoseconds / 1_000_000_000)
    }
}

extension Int64 {
    fileprivate func addingWithoutOverflow(_ other: Int64) -> Int64 {
        let (sum, isTooMuch) = addingReportingOverflow(other)
        return isTooMuch ? (other < 0 ? .min : .max - 1) : sum
    }
}
