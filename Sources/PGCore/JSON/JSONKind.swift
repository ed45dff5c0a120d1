/// Which of the writer's ways writes a column's values, chosen once for all rows.
enum JSONKind: Sendable {
    case bool, int2, int4, int8, unsigned, float4, float8, numeric
    case text, json, jsonb, uuid, bytea
    case date, time, timestamp, timestamptz, interval
    case array, record, other

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
        case .text, .varchar, .bpchar, .name, .char, .xml, .cstring, .unknown, .refcursor:
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
        default: self = type.arrayElement == nil ? .other : .array
        }
    }
}
