import PGCore

/// The life of an instance in a session: which events may meet it in which phase, and what it is
/// afterwards.
///
/// A pure table. Everything that changes an instance's state asks it; what it does not allow is
/// `PGError.Code.wrongState`. A rollback is no event here: it returns to the phase that the
/// ``RollbackJournal`` saved.
@usableFromInline
enum EntityLifecycle {
    /// ``EntityState``, and whether the row of a deleted instance is gone already.
    @usableFromInline
    enum Phase: String, Sendable, CaseIterable {
        case transient
        case pending
        case persistent
        /// The next flush deletes its row.
        case deleting
        /// Its row was deleted in this transaction.
        case gone
        case detached

        var state: EntityState {
            switch self {
            case .transient: .transient
            case .pending: .pending
            case .persistent: .persistent
            case .deleting, .gone: .deleted
            case .detached: .detached
            }
        }

        init(_ state: EntityState) {
            switch state {
            case .transient: self = .transient
            case .pending: self = .pending
            case .persistent: self = .persistent
            case .deleted: self = .deleting
            case .detached: self = .detached
            }
        }
    }

    /// What may happen to an instance.
    enum Event: String, Sendable, CaseIterable {
        // What callers ask for.
        case add
        case delete
        case expunge
        case merge
        case refresh
        case expire
        // What the server said.
        case load
        case insert
        case update
        case remove
        case commit
    }

    /// Returns the phase after an event, or `nil` when it must not happen.
    static func phase(_ phase: Phase, after event: Event) -> Phase? {
        switch event {
        case .add: added(phase)
        case .delete: deleted(phase)
        case .expunge: expunged(phase)
        case .merge: [.deleting, .gone].contains(phase) ? nil : phase
        case .refresh, .expire, .update, .load: answered(phase, event)
        case .insert: phase == .pending ? .persistent : nil
        case .remove: [.persistent, .deleting, .gone].contains(phase) ? .gone : nil
        case .commit: committed(phase)
        }
    }

    private static func added(_ phase: Phase) -> Phase? {
        switch phase {
        case .transient, .detached, .pending: .pending
        // A deletion that was not flushed is called off.
        case .persistent, .deleting: .persistent
        case .gone: nil
        }
    }

    private static func deleted(_ phase: Phase) -> Phase? {
        switch phase {
        case .transient: nil
        case .pending: .transient
        // One from elsewhere stands for its row.
        case .persistent, .deleting, .detached: .deleting
        case .gone: .gone
        }
    }

    private static func expunged(_ phase: Phase) -> Phase? {
        switch phase {
        case .transient, .pending: .transient
        case .persistent, .deleting, .gone, .detached: .detached
        }
    }

    /// Events about a row that is there.
    private static func answered(_ phase: Phase, _ event: Event) -> Phase? {
        switch (phase, event) {
        case (.persistent, _): .persistent
        // Its row is read like any other, and moved away from rows that are deleted with it.
        case (.deleting, .load), (.deleting, .update): .deleting
        case (.transient, .load): .persistent
        default: nil
        }
    }

    private static func committed(_ phase: Phase) -> Phase? {
        switch phase {
        case .transient, .persistent, .detached: phase
        case .gone: .detached
        // The flush before it wrote them.
        case .pending, .deleting: nil
        }
    }

    /// The error for an event that must not happen.
    static func refusal(of event: Event, in phase: Phase, _ instance: String) -> PGError {
        let state =
            phase == .gone ? "deleted" : phase == .deleting ? "about to be deleted" : "\(phase)"
        return PGError(
            .wrongState, "\(instance) is \(state) and cannot be \(event.participle)",
            hint: hint(for: event, in: phase))
    }

    private static func hint(for event: Event, in phase: Phase) -> String {
        switch phase {
        case .transient where event == .delete: "It has no row; there is nothing to delete"
        case .transient: "Add it and flush, or fetch the instance that stands for the row"
        case .pending: "Flush first, so that it has a row"
        case .persistent: "It stands for a row already"
        case .deleting: "Add it again to keep it, or flush the deletion"
        case .gone: "Roll back to have the row again, or add a new instance"
        case .detached: "Merge it into the session, or fetch the row by its key"
        }
    }
}

extension EntityLifecycle.Event {
    var participle: String {
        switch self {
        case .add: "added"
        case .delete: "deleted"
        case .expunge: "expunged"
        case .merge: "merged"
        case .refresh: "refreshed"
        case .expire: "expired"
        case .load: "loaded"
        case .insert: "inserted"
        case .update: "updated"
        case .remove: "removed"
        case .commit: "committed"
        }
    }
}
