extension OID: SQLValue, ArrayElement {
    /// `oid`.
    public static var sqlType: SQLType { "oid" }

    /// Decodes `oid` and every type that refers to an object of the catalog, such as `regclass`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes, and for the
    ///   name of an object where a statement's result had to be text.
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .oid || cell.type.isObjectReference else {
            throw PGError.cannotDecode(OID.self, from: cell)
        }
        switch try PGObjectReference(from: cell) {
        case .oid(let oid): self = oid
        case .name:
            throw PGError(
                .decodingFailed, "the server sent the name of a \(cell.type) and not its number",
                hint: "Cast the column to oid, or decode PGObjectReference")
        }
    }

    /// Binds to `oid`, to every type that refers to an object, and its digits to text types.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        if type == .oid || type.isObjectReference {
            writer.write(rawValue)
        } else {
            try writer.writeText(of: self, as: type)
        }
    }

    /// The decimal digits.
    public var textRepresentation: String { String(rawValue) }
}

extension OID: Codable {}

extension OID {
    /// Whether values of the type are objects of the catalog, shown by name: `regclass` and others.
    public var isObjectReference: Bool {
        switch self {
        case .regproc, .regprocedure, .regoper, .regoperator, .regclass, .regtype, .regconfig,
            .regdictionary, .regnamespace, .regrole, .regcollation:
            true
        default: false
        }
    }
}
