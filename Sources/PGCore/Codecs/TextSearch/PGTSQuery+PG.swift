extension PGTSQuery: PostgresScalar {
    /// Makes a query from its text, such as `'fat' & ( 'rat':* | !'cat' )`.
    public init?(_ text: String) {
        guard let items = TSQueryText.parse(text) else { return nil }
        self.init(items: items)
    }

    /// Lexemes in quotes and operators between them, as the server prints them.
    public var description: String { TSQueryText.render(items) }

    /// `tsquery`.
    public static var sqlType: SQLType { "tsquery" }

    /// `tsquery`.
    public static func isValue(of type: OID) -> Bool { type == .tsquery }

    /// Decodes the parts.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        let count = try scanner.count(ofSize: 2)
        var items: [Item] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(try Item(from: &scanner)) }
        try scanner.end(PGTSQuery.self)
        guard let value = PGTSQuery(items: items) else {
            throw PGError.malformed(PGTSQuery.self, cell)
        }
        self = value
    }

    /// Writes the parts.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for a lexeme with a NUL character.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        // The server's binary input refuses an empty query; its text input does not.
        guard !items.isEmpty else { return writer.write(text: "") }
        guard let count = Int32(exactly: items.count) else {
            throw .outOfRange(PGTSQuery.self, type)
        }
        writer.write(count)
        for item in items { try item.write(to: &writer) }
    }
}

extension PGTSQuery.Item {
    fileprivate init(from scanner: inout CellScanner) throws(PGError) {
        switch try scanner.integer(as: UInt8.self) {
        case 1:
            let weights = PGTSWeights(rawValue: try scanner.integer())
            let prefix = try scanner.integer(as: UInt8.self) != 0
            self = .lexeme(try scanner.cString(), weights: weights, prefix: prefix)
        case 2: self = try Self.operation(&scanner)
        default: throw PGError.malformed(PGTSQuery.self, scanner.cell)
        }
    }

    private static func operation(_ scanner: inout CellScanner) throws(PGError) -> Self {
        switch try scanner.integer(as: UInt8.self) {
        case 1: .not
        case 2: .and
        case 3: .or
        case 4: .followedBy(distance: try scanner.integer())
        default: throw PGError.malformed(PGTSQuery.self, scanner.cell)
        }
    }

    fileprivate func write(to writer: inout ParameterWriter) throws(PGError) {
        switch self {
        case .lexeme(let word, let weights, let prefix):
            writer.write(bytes: [1, weights.rawValue, prefix ? 1 : 0])
            try writer.write(cString: word)
        case .not: writer.write(bytes: [2, 1])
        case .and: writer.write(bytes: [2, 2])
        case .or: writer.write(bytes: [2, 3])
        case .followedBy(let distance):
            writer.write(bytes: [2, 4])
            writer.write(distance)
        }
    }
}
