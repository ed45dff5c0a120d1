import PGCore

/// The one statement that loads a database's own types.
///
/// It reads `pg_type` once, with plain joins. The row types of tables are left out, as there may be tens
/// of thousands that nobody asks for; those in `wanted` are loaded along.
///
/// See the PostgreSQL manual's chapter on system catalogs.
struct TypeQuery {
    let sql: String

    init(wanted: Set<OID>, serverVersion: Int) {
        let list = wanted.map(\.rawValue).sorted().map(String.init).joined(separator: ",")
        let asked = "'{\(list)}'::oid[]"
        // Multiranges came with version 14.
        let multirange =
            serverVersion >= 140_000 ? "LEFT JOIN pg_catalog.pg_range m ON m.rngmultitypid = t.oid" : ""
        let multirangeOf = serverVersion >= 140_000 ? "coalesce(m.rngtypid, 0)" : "0::oid"
        sql = """
            SELECT t.oid, n.nspname, t.typname, t.typtype, t.typdelim, t.typsend <> 0,
                coalesce(s.prosrc IN ('textsend', 'varcharsend', 'bpcharsend', 'namesend',
                    'unknownsend', 'enum_send') AND l.lanname = 'internal', false),
                t.typbasetype, coalesce(e.oid, 0), coalesce(r.rngsubtype, 0), \(multirangeOf),
                CASE t.typtype
                WHEN 'e' THEN ARRAY(
                    SELECT v.enumlabel::text FROM pg_catalog.pg_enum v
                    WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder)
                WHEN 'c' THEN ARRAY(
                    SELECT a.attname::text FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum)
                END,
                CASE t.typtype
                WHEN 'c' THEN ARRAY(
                    SELECT a.atttypid FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum)
                END
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
            LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(e.typrelid, t.typrelid)
            LEFT JOIN pg_catalog.pg_proc s ON s.oid = t.typsend
            LEFT JOIN pg_catalog.pg_language l ON l.oid = s.prolang
            LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
            \(multirange)
            WHERE (n.nspname <> 'pg_catalog' AND n.nspname <> 'pg_toast'
                    AND (c.oid IS NULL OR c.relkind = 'c'))
                OR t.oid = ANY (\(asked))
                OR t.oid IN (
                    SELECT w.typelem FROM pg_catalog.pg_type w WHERE w.oid = ANY (\(asked)))
            """
    }

    /// Reads what the statement returned.
    ///
    /// - Throws: `PGError.Code.decodingFailed` when the catalog is not what it is known to be.
    static func types(in rows: Rows) throws(PGError) -> [PostgresType] {
        var types: [PostgresType] = []
        types.reserveCapacity(rows.count)
        for row in rows {
            types.append(try type(in: row))
        }
        return types
    }

    private static func type(in row: Row) throws(PGError) -> PostgresType {
        func value<Value: ColumnDecodable>(_ index: Int) throws(PGError) -> Value {
            var index = index
            return try Value(from: row, at: &index)
        }
        func oid(_ index: Int) throws(PGError) -> OID {
            OID(UInt32(truncatingIfNeeded: try value(index) as Int64))
        }
        let letter: String = try value(3)
        let delimiter: String = try value(4)
        let kind: PostgresType.Kind =
            switch letter {
            case "e": .enum(try value(11))
            case "d": .domain(try oid(7))
            case "r": .range(try oid(9))
            case "m": .multirange(try oid(10))
            case "p": .pseudo
            case "c": .composite(try fields(names: value(11), types: value(12)))
            default: try oid(8) == OID(0) ? .base : .array(try oid(8))
            }
        return PostgresType(
            oid: try oid(0), schema: try value(1), name: try value(2), kind: kind,
            hasTextualBinaryForm: try value(6), hasBinaryOutput: try value(5),
            arrayDelimiter: delimiter.unicodeScalars.first ?? ",")
    }

    private static func fields(names: [String], types: [Int64]) -> [PostgresType.Field] {
        zip(names, types).map { name, type in
            PostgresType.Field(name: name, type: OID(UInt32(truncatingIfNeeded: type)))
        }
    }
}
