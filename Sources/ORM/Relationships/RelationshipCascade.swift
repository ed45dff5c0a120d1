/// What happens to related instances together with the one they are related to.
///
/// ```swift
/// @HasMany(\Comment.post, cascade: .owned) var comments: ToMany<Comment>
/// ```
///
/// What the database's own foreign keys do is declared there, with `onDelete`. Where a foreign key
/// deletes or clears rows by itself, a flush sends nothing for them and repeats it on the instances.
public struct RelationshipCascade: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt8

    /// Makes a cascade from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// New instances that the relationship leads to are added by the next flush.
    ///
    /// Without it they have to be added by themselves.
    public static let save = RelationshipCascade(rawValue: 1 << 0)

    /// Merging an instance merges those that the relationship leads to.
    public static let merge = RelationshipCascade(rawValue: 1 << 1)

    /// Deleting an instance deletes those that point to it, in memory or not.
    ///
    /// On a to-one relationship it deletes the one it points to, and through a join table all that
    /// are connected with it, whoever else they are connected with.
    public static let delete = RelationshipCascade(rawValue: 1 << 2)

    /// An instance that is taken out of a to-many relationship is deleted by the next flush, unless
    /// it found another owner.
    public static let deleteOrphan = RelationshipCascade(rawValue: 1 << 3)

    /// Deleting an instance makes those that point to it point to nothing.
    ///
    /// Their foreign key has to be nullable. It has no effect together with ``delete``.
    public static let nullify = RelationshipCascade(rawValue: 1 << 4)

    /// What a relationship does that says nothing: ``save`` and ``merge``.
    public static let standard: RelationshipCascade = [.save, .merge]

    /// For parts that live and die with the whole: everything but ``nullify``.
    public static let owned: RelationshipCascade = [.save, .merge, .delete, .deleteOrphan]
}
