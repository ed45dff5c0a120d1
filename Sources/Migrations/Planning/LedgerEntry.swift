/// What the database remembers of a migration.
public struct LedgerEntry: Sendable, Hashable {
    /// How far the migration got.
    public enum State: String, Sendable, Hashable {
        /// All of it is applied.
        case applied
        /// It runs without a transaction and some of its statements are applied.
        case applying
        /// It is being reverted without a transaction and some of those statements ran.
        case reverting
    }

    /// The migration's version.
    public var version: Int
    /// Its name.
    public var name: String
    /// The checksum of the file that applied it.
    public var checksum: String
    /// When it was applied, as the server writes it, in UTC.
    public var appliedAt: String
    /// How long it took.
    public var durationMilliseconds: Int
    /// The role that applied it.
    public var appliedBy: String
    /// How far it got.
    public var state: State
    /// While it is not ``State/applied``: how many statements ran.
    public var statementsDone: Int
    /// While it is not ``State/applied``: the checksum of those statements.
    public var partialChecksum: String?

    /// Makes an entry.
    public init(
        version: Int, name: String, checksum: String, appliedAt: String = "",
        durationMilliseconds: Int = 0, appliedBy: String = "", state: State = .applied,
        statementsDone: Int = 0, partialChecksum: String? = nil
    ) {
        self.version = version
        self.name = name
        self.checksum = checksum
        self.appliedAt = appliedAt
        self.durationMilliseconds = durationMilliseconds
        self.appliedBy = appliedBy
        self.state = state
        self.statementsDone = statementsDone
        self.partialChecksum = partialChecksum
    }

    /// The version and the name, as in the files' names.
    public var label: String { "\(version)_\(name)" }
}
