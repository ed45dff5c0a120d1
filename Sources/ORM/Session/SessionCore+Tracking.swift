import PGCore

extension SessionCore {
    /// Puts an instance into the session; the next flush inserts its row.
    ///
    /// Instances reachable from it that have no key yet come along; one that has its key from the
    /// start, because the program makes it, has to be added itself. One that the session knows
    /// stays what it is, except that a scheduled deletion is called off. After the session's end
    /// nothing happens.
    ///
    /// It always means a new row: an instance that comes from elsewhere with its key is inserted
    /// with that key. One whose row was deleted in this transaction cannot be added; the next flush
    /// throws `PGError.Code.wrongState` with the place of this call.
    public func add<E: Entity>(_ entity: E, fileID: String = #fileID, line: UInt = #line) {
        guard !isClosed else { return }
        state.add(entity, at: PGError.SourceLocation(fileID: fileID, line: line))
    }

    /// Puts several instances into the session.
    public func add<E: Entity>(
        contentsOf entities: some Sequence<E>, fileID: String = #fileID, line: UInt = #line
    ) {
        for entity in entities { add(entity, fileID: fileID, line: line) }
    }

    /// Schedules the deletion of an instance's row; one that was only added is taken out again.
    ///
    /// What the server's foreign keys do to other rows, cascades and NULLs, the flush repeats on
    /// the instances the session knows. A transient instance has no row; the next flush throws
    /// `PGError.Code.wrongState` with the place of this call.
    public func delete<E: Entity>(_ entity: E, fileID: String = #fileID, line: UInt = #line) {
        guard !isClosed else { return }
        state.delete(entity, at: PGError.SourceLocation(fileID: fileID, line: line))
    }

    /// Returns what the session knows about an instance.
    ///
    /// An instance it does not know is ``EntityState/detached`` when it has a key that the server
    /// made, and ``EntityState/transient`` otherwise.
    public func state<E: Entity>(of entity: E) -> EntityState {
        state.state(of: entity)
    }

    /// Returns whether the instance is in the session, and not about to be deleted.
    public func contains<E: Entity>(_ entity: E) -> Bool {
        switch state.map.tracked(entity)?.state {
        case .pending, .persistent: true
        default: false
        }
    }

    /// Returns the properties of an instance that the next flush would write.
    public func changedProperties<E: Entity>(of entity: E) -> [String] {
        guard let tracked = state.map.tracked(entity), tracked.state == .persistent else {
            return []
        }
        var properties: [String] = []
        for column in tracked.columnsToWrite.columns {
            let property = tracked.mapping.propertyNames[column]
            if properties.last != property { properties.append(property) }
        }
        return properties
    }

    /// Whether a flush would send anything.
    public var isDirty: Bool {
        guard (try? state.adoptReachable()) != nil else { return true }
        return !state.unitOfWork.isEmpty
    }
}
