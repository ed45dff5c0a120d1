/// Which of the writer's ways writes a column's values, chosen once for all rows.
enum JSONKind: Sendable {
    case bool, int2, int4, int8, unsigned, float4, float8, numeric
    case text, json, jsonb, uuid, bytea
    case date, time, timestamp, timestamptz, interval
    case array, record, scalar(any PostgresScalar.Type), other
    case range(any (ColumnDecodable & CustomStringConvertible).Type)

    init(_ type: OID) {
        switch type {
        case .bool: self = .bool
        case .int2: self = .int2
        case .int4: self = .int4
        case .int8: self = .int8
        case .oid, .xid, .cid: self = .unsigned
        case .float4: self = .float4
        case .float8: self = .float8
        case .numeric: self = .numeric
        case .text, .varchar, .bpchar, .name, .xml, .cstring, .unknown, .refcursor:
            self = .text
        case .json: self = .json
        case .jsonb: self = .jsonb
        case .uuid: self = .uuid
        case .bytea: self = .bytea
        case .date: self = .date
        case .time: self = .time
        case .timestamp: self = .timestamp
        case .timestamptz: self = .timestamptz
        case .interval: self = .interval
        case .record: self = .record
        // Both are sent as arrays.
        case .int2vector, .oidvector: self = .array
        default:
            if type.arrayElement != nil {
                self = .array
            } else if let range = type.builtInRange {
                self = .range(range)
            } else {
                self = type.builtInScalar.map { .scalar($0) } ?? .other
            }
        }
    }
}

extension OID {
    /// The Swift type whose description is the text of a built-in type that has no other form here.
    var builtInScalar: (any PostgresScalar.Type)? {
        // The types of addresses and networks read each other as far as they can.
        if self == .cidr { return PGCIDR.self }
        return isBuiltIn ? Self.scalars.first { $0.isValue(of: self) } : nil
    }

    private static let scalars: [any PostgresScalar.Type] = [
        PGInet.self, PGChar.self, PGMACAddress.self, PGMACAddress8.self,
        PGBitString.self,
        PGMoney.self, PGTimeTZ.self, JSONPath.self, PGPoint.self, PGLine.self, PGLineSegment.self,
        PGBox.self, PGPath.self, PGPolygon.self, PGCircle.self, PGTSVector.self, PGTSQuery.self,
        PGXID8.self, PGTID.self, PGLSN.self, PGSnapshot.self, PGObjectReference.self,
    ]

    /// The Swift type whose description is the text of a built-in range or multirange.
    var builtInRange: (any (ColumnDecodable & CustomStringConvertible).Type)? {
        switch self {
        case .int4range: PGRange<Int32>.self
        case .int8range: PGRange<Int64>.self
        case .numrange: PGRange<PGNumeric>.self
        case .daterange: PGRange<PGDate>.self
        case .tsrange: PGRange<PGTimestamp>.self
        case .tstzrange: PGRange<PGTimestampTZ>.self
        case .int4multirange: PGMultirange<Int32>.self
        case .int8multirange: PGMultirange<Int64>.self
        case .nummultirange: PGMultirange<PGNumeric>.self
        case .datemultirange: PGMultirange<PGDate>.self
        case .tsmultirange: PGMultirange<PGTimestamp>.self
        case .tstzmultirange: PGMultirange<PGTimestampTZ>.self
        default: nil
        }
    }
}
