import HeapModule

/// Actions ordered by when they are due.
package struct TimerQueue {
    package typealias ID = UInt64

    private struct Entry: Comparable {
        let deadline: ContinuousClock.Instant
        let id: ID

        static func < (left: Entry, right: Entry) -> Bool {
            (left.deadline, left.id) < (right.deadline, right.id)
        }
    }

    private var entries = Heap<Entry>()
    private var actions: [ID: () -> Void] = [:]
    private var lastID: ID = 0

    package init() {}

    /// Whether there is nothing to wait for.
    package var isEmpty: Bool { entries.isEmpty }

    package mutating func add(
        at deadline: ContinuousClock.Instant, _ action: @escaping () -> Void
    ) -> ID {
        lastID += 1
        actions[lastID] = action
        entries.insert(Entry(deadline: deadline, id: lastID))
        return lastID
    }

    /// Forgets a timer.
    ///
    /// Its place in the heap is dropped when it comes up, or when most are dead.
    package mutating func cancel(_ id: ID) {
        guard actions.removeValue(forKey: id) != nil else { return }
        if entries.count > 64, entries.count > 2 * actions.count {
            entries = Heap(entries.unordered.filter { actions[$0.id] != nil })
        }
    }

    /// Removes and returns an action that is due.
    package mutating func popDue(until now: ContinuousClock.Instant) -> (() -> Void)? {
        while let first = entries.min, first.deadline <= now {
            entries.removeMin()
            if let action = actions.removeValue(forKey: first.id) { return action }
        }
        return nil
    }

    /// How long until the next timer, in whole milliseconds rounded up; -1 when there is none.
    package mutating func millisecondsUntilNext(from now: ContinuousClock.Instant) -> Int32 {
        while let first = entries.min, actions[first.id] == nil { entries.removeMin() }
        guard let first = entries.min else { return -1 }
        let wait = now.duration(to: first.deadline)
        guard wait > .zero else { return 0 }
        let milliseconds =
            wait.components.seconds * 1000 + wait.components.attoseconds / 1_000_000_000_000_000 + 1
        return Int32(clamping: milliseconds)
    }
}
