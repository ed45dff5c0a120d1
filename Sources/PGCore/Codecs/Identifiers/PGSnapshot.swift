/// Which transactions a statement sees: the value of a `pg_snapshot` or `txid_snapshot` column.
public struct PGSnapshot: Hashable, Sendable {
    /// The oldest transaction that still runs; all before it have ended.
    public let xmin: PGXID8

    /// The first number not given to a transaction yet.
    public let xmax: PGXID8

    /// The transactions between the two that still run, in order.
    public let running: [PGXID8]

    /// Makes a snapshot, or `nil` for numbers that are not in order.
    public init?(xmin: PGXID8, xmax: PGXID8, running: [PGXID8] = []) {
        let isOrdered = zip(running, running.dropFirst()).allSatisfy { $0 < $1 }
        guard xmin <= xmax, isOrdered, running.allSatisfy({ xmin <= $0 && $0 < xmax }) else {
            return nil
        }
        self.xmin = xmin
        self.xmax = xmax
        self.running = running
    }

    /// Whether the transaction had ended when the snapshot was taken.
    public func contains(_ transaction: PGXID8) -> Bool {
        transaction < xmin || (transaction < xmax && !running.contains(transaction))
    }
}

extension PGSnapshot: PostgresScalar {
    /// Makes a snapshot from its text, `10:20:12,15`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 3, let xmin = PGXID8(parts[0]), let xmax = PGXID8(parts[1]) else {
            return nil
        }
        var running: [PGXID8] = []
        if !parts[2].isEmpty {
            for part in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
                guard let transaction = PGXID8(String(part)) else { return nil }
                running.append(transaction)
            }
        }
        self.init(xmin: xmin, xmax: xmax, running: running)
    }

    /// The numbers separated by colons and commas, as the server prints them.
    public var description: String {
        "\(xmin):\(xmax):" + running.map(\.description).joined(separator: ",")
    }

    /// `pg_snapshot`.
    public static var sqlType: SQLType { "pg_snapshot" }

    /// `pgSnapshot` and `txidSnapshot`.
    public static func isValue(of type: OID) -> Bool {
        type == .pgSnapshot || type == .txidSnapshot
    }

    /// Decodes the numbers.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        // Two numbers stand between the count and what it counts.
        let count = try scanner.count(ofSize: 8)
        let xmin = PGXID8(try scanner.integer())
        let xmax = PGXID8(try scanner.integer())
        var running: [PGXID8] = []
        for _ in 0..<count { running.append(PGXID8(try scanner.integer())) }
        try scanner.end(PGSnapshot.self)
        guard let value = PGSnapshot(xmin: xmin, xmax: xmax, running: running) else {
            throw PGError.malformed(PGSnapshot.self, cell)
        }
        self = value
    }

    /// Writes the numbers.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for more transactions than a value holds.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let count = Int32(exactly: running.count) else {
            throw .outOfRange(PGSnapshot.self, type)
        }
        writer.write(count)
        for transaction in [xmin, xmax] + running { writer.write(transaction.number) }
    }
}
