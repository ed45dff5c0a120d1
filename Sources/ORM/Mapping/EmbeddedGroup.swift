import PGCore

/// A ``ColumnGroup`` in an entity: `@Embedded` writes one into ``Entity/embeddedGroups``.
public struct EmbeddedGroup: Sendable {
    let columns: any JoinedColumns

    /// A group that is always there.
    ///
    /// - Parameters:
    ///   - path: The property.
    ///   - start: The position of its first column.
    public static func group<Owner: Entity, Group: ColumnGroup>(
        _ path: any ReferenceWritableKeyPath<Owner, Group> & Sendable, from start: Int
    ) -> EmbeddedGroup {
        EmbeddedGroup(columns: EmbeddedColumns(path: path, start: start, count: Group.columnCount))
    }

    /// A group that may be missing, which is so when all of its columns are NULL.
    ///
    /// - Parameters:
    ///   - path: The property.
    ///   - start: The position of its first column.
    public static func group<Owner: Entity, Group: ColumnGroup>(
        _ path: any ReferenceWritableKeyPath<Owner, Group?> & Sendable, from start: Int
    ) -> EmbeddedGroup {
        EmbeddedGroup(columns: EmbeddedColumns(path: path, start: start, count: Group.columnCount))
    }
}

/// Columns that make one value, so that they are read together.
protocol JoinedColumns: Sendable {
    /// Their positions.
    var positions: [Int] { get }

    /// Sets the value from a row that has only these columns.
    func load<Row: RowReader>(_ tracked: Tracked, from row: Row) throws(PGError)
}

/// A reference to a key of several columns.
struct CompositeReference: JoinedColumns {
    let link: any RelationshipLink

    var positions: [Int] { link.columns }

    func load<Row: RowReader>(_ tracked: Tracked, from row: Row) throws(PGError) {
        try link.load(tracked, from: row)
    }
}

private struct EmbeddedColumns<Owner: Entity, Group: RowDecodable>: JoinedColumns {
    let path: any ReferenceWritableKeyPath<Owner, Group> & Sendable
    let start: Int
    let count: Int

    var positions: [Int] { Array(start..<(start + count)) }

    func load<Row: RowReader>(_ tracked: Tracked, from row: Row) throws(PGError) {
        var index = 0
        let path = self.path
        tracked.typed(as: Owner.self).entity[keyPath: path] = try Group(from: row, at: &index)
    }
}
