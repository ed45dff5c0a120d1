/// What the catalog says of a type that users or extensions made.
///
/// See "pg_type" in the PostgreSQL manual's chapter on system catalogs.
public struct PostgresType: Sendable, Hashable {
    /// The type's number in its database.
    public let oid: OID
    /// The schema the type is in.
    public let schema: String
    /// The type's name, as the catalog spells it, without quotes.
    public let name: String
    /// What kind of type it is, and what it is made of.
    public let kind: Kind
    /// Whether the bytes of a value are the same in both wire formats, as those of an enum are.
    public let hasTextualBinaryForm: Bool
    /// Whether the server can send the type in binary format.
    public let hasBinaryOutput: Bool
    /// What stands between the elements of an array of this type: a comma for nearly every type.
    public let arrayDelimiter: Unicode.Scalar

    /// Makes a description of a type.
    public init(
        oid: OID, schema: String, name: String, kind: Kind, hasTextualBinaryForm: Bool = false,
        hasBinaryOutput: Bool = true, arrayDelimiter: Unicode.Scalar = ","
    ) {
        self.oid = oid
        self.schema = schema
        self.name = name
        self.kind = kind
        self.hasTextualBinaryForm = hasTextualBinaryForm
        self.hasBinaryOutput = hasBinaryOutput
        self.arrayDelimiter = arrayDelimiter
    }

    /// What a type is made of.
    public enum Kind: Sendable, Hashable {
        /// A type with input and output functions of its own, such as an extension's.
        case base
        /// An enum, with its labels in their order.
        case `enum`([String])
        /// A domain over another type.
        case domain(OID)
        /// A composite type or the row type of a table, with its fields in their order.
        case composite([Field])
        /// A range of another type.
        case range(OID)
        /// A multirange of a range type.
        case multirange(OID)
        /// An array of another type.
        case array(OID)
        /// A pseudo-type.
        case pseudo
    }

    /// A field of a composite type.
    public struct Field: Sendable, Hashable {
        /// The field's name, as the catalog spells it.
        public let name: String
        /// The field's type.
        public let type: OID

        /// Makes a description of a field.
        public init(name: String, type: OID) {
            self.name = name
            self.type = type
        }
    }
}
