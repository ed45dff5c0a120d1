package import PGSchema

/// A foreign key of a ``Node``.
package enum NodeReference: String, Sendable, CaseIterable {
    package typealias Action = ForeignKeyDefinition.Action

    case up
    case side
    case next

    package var column: String { "\(rawValue)_id" }
}
