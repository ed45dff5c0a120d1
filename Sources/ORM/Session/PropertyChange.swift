public import PGCore

/// A property that the next flush would write.
public struct PropertyChange: Sendable {
    /// The property's name.
    public let property: String
    /// The column's name.
    public let column: String
    /// The value of the row, or `nil` when there is no row yet.
    public let old: (any ParameterEncodable)?
    /// The value that would be written.
    public let new: any ParameterEncodable
}

extension PropertyChange: CustomStringConvertible {
    /// The property and both values as text: `name: A → B`.
    public var description: String {
        guard let old else { return "\(property): \(new.textRepresentation)" }
        return "\(property): \(old.textRepresentation) → \(new.textRepresentation)"
    }
}

extension SessionCore {
    /// Returns what the next flush would write of an instance.
    ///
    /// Of a pending instance it is every property that has a value; of one that stands for a row
    /// those that differ from the row. Nothing is written of other instances.
    public func changes<E: Entity>(of entity: E) -> [PropertyChange] {
        guard let tracked = state.map.tracked(entity)?.typed(as: E.self) else { return [] }
        switch tracked.phase {
        case .pending:
            let unset = entity.unsetColumns
            let columns = tracked.mapping.columns.indices.filter { !unset.contains($0) }
            return columns.map { change(tracked, $0, from: nil) }
        case .persistent:
            let columns = tracked.changedColumns.columns
            let old = (try? tracked.rowParameters(columns)) ?? []
            return zip(columns, old).map { change(tracked, $0, from: $1) }
        case .transient, .deleting, .gone, .detached: return []
        }
    }

    private func change(
        _ tracked: Tracked, _ column: Int, from old: (any ParameterEncodable)?
    ) -> PropertyChange {
        PropertyChange(
            property: tracked.mapping.propertyNames[column],
            column: tracked.mapping.definition.columns[column].name,
            old: old, new: tracked.parameter(column))
    }

    /// Returns whether a flush would write something of an instance: its row, or what was added to
    /// its relationships.
    public func isModified<E: Entity>(_ entity: E) -> Bool {
        guard let tracked = state.map.tracked(entity) else { return false }
        switch tracked.phase {
        case .pending, .deleting: return true
        case .persistent:
            return !tracked.changedColumns.isEmpty
                || tracked.mapping.relationships.contains { $0.link.hasChanges(of: tracked) }
        case .transient, .gone, .detached: return false
        }
    }
}
