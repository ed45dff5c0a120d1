package import ORM

/// What one kind of ``Node`` is: its table, its foreign keys, and its relationships.
///
/// A case needs tables that refer to each other in its own way, with cascades of its own. A kind
/// says so in a few lines, where an entity takes a hundred.
package protocol NodeKind: SendableMetatype {
    // What the references lead to.
    associatedtype Up: NodeKind = Self
    associatedtype Side: NodeKind = Self
    associatedtype Next: NodeKind = Self
    // What the collections hold.
    associatedtype Down: NodeKind = Self
    associatedtype Back: NodeKind = Self
    associatedtype Peer: NodeKind = Self

    static var table: String { get }
    /// The foreign keys, in the order of their columns; all may be NULL.
    static var references: [NodeReference] { get }
    static var relationships: [Relationship] { get }
    /// The references whose columns are unique.
    static var unique: [NodeReference] { get }
    /// What the server does to a row when the one that a reference leads to is deleted.
    static func action(_ reference: NodeReference) -> NodeReference.Action
}

extension NodeKind {
    package static var unique: [NodeReference] { [] }
    package static func action(_ reference: NodeReference) -> NodeReference.Action { .noAction }

    /// The position of a reference's column.
    package static func column(_ reference: NodeReference) -> Int {
        2 + (references.firstIndex(of: reference) ?? 0)
    }

    package static func up(_ cascade: RelationshipCascade = .standard) -> Relationship {
        .toOne("up", \Node<Self>.up, column: column(.up), cascade: cascade)
    }

    package static func side(_ cascade: RelationshipCascade = .standard) -> Relationship {
        .toOne("side", \Node<Self>.side, column: column(.side), cascade: cascade)
    }

    package static func next(_ cascade: RelationshipCascade = .standard) -> Relationship {
        .toOne("next", \Node<Self>.next, column: column(.next), cascade: cascade)
    }

    package static func peers(
        _ cascade: RelationshipCascade = .standard,
        onDelete: NodeReference.Action = .cascade
    ) -> Relationship {
        .manyToMany(
            "peers", \Node<Self>.peers,
            through: JoinTable(
                "\(table)_peers", from: "\(table)_id", to: "\(Peer.table)_peer",
                onDelete: onDelete),
            cascade: cascade)
    }
}

extension NodeKind where Down.Up == Self {
    package static func downs(_ cascade: RelationshipCascade = .standard) -> Relationship {
        .toMany("downs", \Node<Self>.downs, inverse: \Node<Down>.up, cascade: cascade)
    }

    package static func only(_ cascade: RelationshipCascade = .standard) -> Relationship {
        .hasOne("only", \Node<Self>.only, inverse: \Node<Down>.up, cascade: cascade)
    }
}

extension NodeKind where Back.Side == Self {
    package static func backs(_ cascade: RelationshipCascade = .standard) -> Relationship {
        .toMany("backs", \Node<Self>.backs, inverse: \Node<Back>.side, cascade: cascade)
    }
}
