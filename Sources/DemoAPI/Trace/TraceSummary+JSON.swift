extension TracedStatement: Encodable {
    private enum Key: String, CodingKey {
        case sql, sentAhead, parameters, rows, error, isFirstUse, start, queue, wire, decode
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(sql, forKey: .sql)
        try container.encode(sentAhead, forKey: .sentAhead)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(rows, forKey: .rows)
        try container.encodeIfPresent(error, forKey: .error)
        try container.encode(isFirstUse, forKey: .isFirstUse)
        try container.encode(start.microseconds, forKey: .start)
        try container.encode(queued.microseconds, forKey: .queue)
        try container.encode(wire.microseconds, forKey: .wire)
        try container.encodeIfPresent(decode?.microseconds, forKey: .decode)
    }
}

extension TraceSummary: Encodable {
    private enum Key: String, CodingKey {
        case statements, statementCount, total, queue, wire, decode, encode, other, roundTrips
        case rows
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(statements, forKey: .statements)
        try container.encode(statementCount, forKey: .statementCount)
        try container.encode(total.microseconds, forKey: .total)
        try container.encode(queue.microseconds, forKey: .queue)
        try container.encode(wire.microseconds, forKey: .wire)
        try container.encode(decode.microseconds, forKey: .decode)
        try container.encode(encode?.microseconds, forKey: .encode)
        try container.encode(other.microseconds, forKey: .other)
        try container.encode(roundTrips, forKey: .roundTrips)
        try container.encode(rows, forKey: .rows)
    }
}

extension Duration {
    /// The whole in microseconds, to a tenth.
    var microseconds: Double { (self / .microseconds(0.1)).rounded() / 10 }
}
