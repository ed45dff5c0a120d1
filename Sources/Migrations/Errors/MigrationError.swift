public import PGCore

/// A migration, or a history of migrations, that cannot go on.
public struct MigrationError: Error, Sendable {
    /// What kind of error it is.
    public let code: Code
    /// What went wrong, in one sentence.
    public let message: String
    /// What to do about it.
    public let hint: String?
    /// The file at fault.
    public let file: String?
    /// The place in the file.
    public let position: SourcePosition?
    /// The line at fault, with a caret below the character where it is known.
    public let excerpt: String?
    /// The migration at fault.
    public let version: Int?
    /// The error the database reported.
    public let underlying: PGError?

    init(
        _ code: Code, _ message: String, hint: String? = nil, file: String? = nil,
        position: SourcePosition? = nil, excerpt: String? = nil, version: Int? = nil,
        underlying: PGError? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.file = file
        self.position = position
        self.excerpt = excerpt
        self.version = version
        self.underlying = underlying
    }
}

extension MigrationError {
    /// The kind of an error.
    ///
    /// The set is open: later versions add codes.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// A stable spelling.
        public let rawValue: String

        /// Makes a code.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable spelling.
        public var description: String { rawValue }

        // MARK: Files

        /// A file or folder cannot be read or written.
        public static let unreadable = Code(rawValue: "unreadable")
        /// A file's name is not that of a migration.
        public static let badName = Code(rawValue: "badName")
        /// Two migrations have the same version.
        public static let duplicateVersion = Code(rawValue: "duplicateVersion")
        /// A file reverts a migration that does not exist.
        public static let downWithoutUp = Code(rawValue: "downWithoutUp")
        /// A file cannot be taken apart into statements, or has a statement that must not be there.
        public static let invalidScript = Code(rawValue: "invalidScript")

        // MARK: History

        /// A migration was edited after it was applied.
        public static let edited = Code(rawValue: "edited")
        /// The database has a migration whose file is gone.
        public static let missingFile = Code(rawValue: "missingFile")
        /// A migration is older than one that is applied already.
        public static let outOfOrder = Code(rawValue: "outOfOrder")
        /// A migration without a transaction stopped half-way, and the request does not finish it.
        public static let halfDone = Code(rawValue: "halfDone")

        // MARK: Requests

        /// The requested version does not exist.
        public static let unknownTarget = Code(rawValue: "unknownTarget")
        /// A migration has no file that reverts it.
        public static let noDownScript = Code(rawValue: "noDownScript")

        // MARK: Running

        /// A statement failed.
        public static let statementFailed = Code(rawValue: "statementFailed")
        /// The history table cannot be read or written.
        public static let ledgerFailed = Code(rawValue: "ledgerFailed")
        /// No connection to the database could be made.
        public static let cannotConnect = Code(rawValue: "cannotConnect")
        /// Another runner held the lock for too long.
        public static let lockNotObtained = Code(rawValue: "lockNotObtained")
        /// The lock was lost while migrations ran.
        public static let lockLost = Code(rawValue: "lockLost")
        /// The task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
    }
}

extension MigrationError: CustomStringConvertible {
    /// Everything a person needs: place, message, the line with a caret, and what to do.
    public var description: String {
        var text = ""
        if let file { text += file + (position.map { ":\($0)" } ?? "") + ": " }
        text += message
        if let excerpt { text += "\n" + excerpt }
        if let detail = underlying?.server?.detail { text += "\ndetail: \(detail)" }
        if let context = underlying?.server?.context { text += "\ncontext: \(context)" }
        if let hint { text += "\nhint: \(hint)" }
        return text
    }
}
