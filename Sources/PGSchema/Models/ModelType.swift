import PGCore

/// The Swift type for the values of a column.
struct ModelType {
    /// The type, without `Optional`.
    let name: String
    /// The SQL type to be said, where it is not the one that goes with the Swift type.
    let sqlType: String?
    /// Whether it comes from Foundation.
    let needsFoundation: Bool

    /// Returns `nil` for a type that no Swift type stands for.
    ///
    /// - Parameter enums: The Swift names of enum types by their own.
    init?(_ type: SQLType, in schema: String?, enums: [String: String]) {
        var spelling = TypeSpelling.normal(type.rawValue, in: schema)
        var dimensions = 0
        while spelling.hasSuffix("[]") {
            spelling.removeLast(2)
            dimensions += 1
        }
        // An array of arrays is of the same type as an array.
        let brackets = dimensions > 0 ? 1 : 0
        let base = spelling.prefix { $0 != "(" }
        let found: Entry
        if let name = enums[spelling] {
            found = Entry(name, spelling)
        } else if let entry = Self.entries[String(base)] {
            found = entry
        } else {
            return nil
        }
        name = brackets > 0 ? "[\(found.name)]" : found.name
        needsFoundation = found.needsFoundation
        let isUsual = TypeSpelling.normal(found.sqlType) == spelling && dimensions < 2
        sqlType = isUsual ? nil : type.rawValue
    }

    private struct Entry {
        let name: String
        /// The SQL type that goes with it.
        let sqlType: String
        var needsFoundation = false

        init(_ name: String, _ sqlType: String, needsFoundation: Bool = false) {
            self.name = name
            self.sqlType = sqlType
            self.needsFoundation = needsFoundation
        }
    }

    private static let entries: [String: Entry] = [
        "smallint": Entry("Int16", "smallint"), "integer": Entry("Int32", "integer"),
        "bigint": Entry("Int", "bigint"), "real": Entry("Float", "real"),
        "double precision": Entry("Double", "double precision"),
        "numeric": Entry("Decimal", "numeric", needsFoundation: true),
        "money": Entry("PGMoney", "money"), "boolean": Entry("Bool", "boolean"),
        "text": Entry("String", "text"), "character varying": Entry("String", "text"),
        "character": Entry("String", "text"), "name": Entry("String", "text"),
        "citext": Entry("PGCIText", "citext"), "char": Entry("PGChar", "\"char\""),
        "uuid": Entry("UUID", "uuid", needsFoundation: true),
        "bytea": Entry("Data", "bytea", needsFoundation: true),
        "date": Entry("PGDate", "date"), "interval": Entry("PGInterval", "interval"),
        "time without time zone": Entry("PGTime", "time"),
        "time with time zone": Entry("PGTimeTZ", "timetz"),
        "timestamp without time zone": Entry("PGTimestamp", "timestamp"),
        "timestamp with time zone": Entry("Date", "timestamptz", needsFoundation: true),
        "json": Entry("JSONText", "jsonb"), "jsonb": Entry("JSONText", "jsonb"),
        "jsonpath": Entry("JSONPath", "jsonpath"), "xml": Entry("XMLText", "xml"),
        "bit": Entry("PGBitString", "bit varying"),
        "bit varying": Entry("PGBitString", "bit varying"),
        "inet": Entry("PGInet", "inet"), "cidr": Entry("PGCIDR", "cidr"),
        "macaddr": Entry("PGMACAddress", "macaddr"), "macaddr8": Entry("PGMACAddress8", "macaddr8"),
        "point": Entry("PGPoint", "point"), "line": Entry("PGLine", "line"),
        "lseg": Entry("PGLineSegment", "lseg"), "box": Entry("PGBox", "box"),
        "path": Entry("PGPath", "path"), "polygon": Entry("PGPolygon", "polygon"),
        "circle": Entry("PGCircle", "circle"), "tsvector": Entry("PGTSVector", "tsvector"),
        "tsquery": Entry("PGTSQuery", "tsquery"), "hstore": Entry("PGHStore", "hstore"),
        "ltree": Entry("PGLTree", "ltree"), "vector": Entry("PGVector", "vector"),
        "halfvec": Entry("PGHalfVector", "halfvec"),
        "sparsevec": Entry("PGSparseVector", "sparsevec"),
        "xid": Entry("PGXID", "xid"), "xid8": Entry("PGXID8", "xid8"),
        "pg_lsn": Entry("PGLSN", "pg_lsn"),
    ]
}
