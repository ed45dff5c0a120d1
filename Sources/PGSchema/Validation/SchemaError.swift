/// A database schema that PostgreSQL would refuse, or would take in another sense than meant.
public struct SchemaError: Error, Sendable, Hashable {
    /// What kind of problem it is.
    ///
    /// The set is open: later versions add codes.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// A stable spelling.
        public let rawValue: String

        /// Makes a code.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The stable spelling.
        public var description: String { rawValue }

        /// A name is empty.
        public static let emptyName = Code(rawValue: "emptyName")
        /// A name has more than 63 bytes; PostgreSQL would silently cut it off.
        public static let nameTooLong = Code(rawValue: "nameTooLong")
        /// Two tables, types, indexes or labels have the same name.
        public static let duplicateName = Code(rawValue: "duplicateName")
        /// Two columns of a table have the same name.
        public static let duplicateColumn = Code(rawValue: "duplicateColumn")
        /// Two constraints of a table have the same name.
        public static let duplicateConstraint = Code(rawValue: "duplicateConstraint")
        /// A key names a column that its table does not have.
        public static let unknownColumn = Code(rawValue: "unknownColumn")
        /// A foreign key references a table that the schema does not have.
        public static let unknownTable = Code(rawValue: "unknownTable")
        /// A key or index has no columns.
        public static let emptyKey = Code(rawValue: "emptyKey")
        /// A foreign key has more or fewer columns than it references.
        public static let keyMismatch = Code(rawValue: "keyMismatch")
        /// A foreign key references columns that are not unique.
        public static let referenceNotUnique = Code(rawValue: "referenceNotUnique")
        /// A column has both a default and an identity.
        public static let conflictingDefault = Code(rawValue: "conflictingDefault")
    }

    /// What kind of problem it is.
    public let code: Code
    /// The table or type at fault.
    public let table: QualifiedName?
    /// The column at fault.
    public let column: String?
    /// The constraint or index at fault.
    public let constraint: String?
    /// What is wrong, in one sentence.
    public let message: String
    /// What to do about it.
    public let hint: String?

    init(
        _ code: Code, _ message: String, table: QualifiedName? = nil, column: String? = nil,
        constraint: String? = nil, hint: String? = nil
    ) {
        self.code = code
        self.message = message
        self.table = table
        self.column = column
        self.constraint = constraint
        self.hint = hint
    }
}

extension SchemaError: CustomStringConvertible {
    /// The message with what to do.
    public var description: String {
        hint.map { "\(message). \($0)." } ?? message
    }
}
