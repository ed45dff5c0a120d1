/// Remembers what instances were when a transaction, or a savepoint in it, began.
///
/// A frame stands for the transaction or a savepoint. An instance saves itself in the innermost frame
/// the first time it is about to change there. Ending a frame well hands its memory to the frame
/// around it; rolling it back restores every instance in it.
struct RollbackJournal {
    /// A relationship of one instance, which the frame's undoing keeps alive.
    private struct KeptRelationship: Hashable {
        let owner: ObjectIdentifier
        let name: String
    }

    private struct Frame {
        var changed: [Tracked] = []
        var undo: [() -> Void] = []
        /// The relationships that are given back by it.
        var kept: Set<KeptRelationship> = []
    }

    private var frames = [Frame()]

    /// How many savepoints are open.
    var depth: Int { frames.count - 1 }

    mutating func beginSavepoint() {
        frames.append(Frame())
    }

    /// Must be called before an instance changes its state, its row or its key.
    mutating func willChange(_ tracked: Tracked) {
        if tracked.savedDepth == depth { return }
        tracked.save(depth: depth)
        frames[depth].changed.append(tracked)
    }

    /// Adds something to be done when the innermost frame is rolled back.
    mutating func onRollback(_ undo: @escaping () -> Void) {
        frames[depth].undo.append(undo)
    }

    /// Adds what gives a relationship back as it was when this is called first in a frame.
    mutating func keep(_ name: String, of owner: AnyObject, _ undo: @escaping () -> Void) {
        let kept = KeptRelationship(owner: ObjectIdentifier(owner), name: name)
        if frames[depth].kept.insert(kept).inserted { onRollback(undo) }
    }

    /// Ends the innermost savepoint well.
    mutating func releaseSavepoint() {
        guard depth > 0, let frame = frames.popLast() else { return }
        for tracked in frame.changed where tracked.mergeSaved(into: depth) {
            frames[depth].changed.append(tracked)
        }
        frames[depth].undo += frame.undo
        frames[depth].kept.formUnion(frame.kept)
    }

    /// Rolls the innermost frame back, and returns the instances it restored.
    mutating func rollBackFrame() -> [Tracked] {
        guard let frame = frames.popLast() else { return [] }
        if frames.isEmpty { frames = [Frame()] }
        for tracked in frame.changed.reversed() { tracked.restoreSaved() }
        for undo in frame.undo.reversed() { undo() }
        return frame.changed
    }

    /// Forgets everything, after a commit, and returns the instances that had changed.
    mutating func commit() -> [Tracked] {
        while depth > 0 { releaseSavepoint() }
        let changed = frames[0].changed
        for tracked in changed { tracked.dropSaved() }
        frames = [Frame()]
        return changed
    }

    /// Forgets an instance that leaves the session.
    mutating func forget(_ tracked: Tracked) {
        guard tracked.savedDepth != nil else { return }
        for index in frames.indices {
            frames[index].changed.removeAll { $0 === tracked }
        }
        while tracked.savedDepth != nil { tracked.dropSaved() }
    }
}
