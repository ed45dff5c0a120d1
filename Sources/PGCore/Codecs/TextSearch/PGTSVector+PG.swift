extension PGTSVector: PostgresScalar {
    /// Makes a vector from its text, such as `'cat':3 'fat':2A,11`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        var lexemes: [Lexeme] = []
        while true {
            while scanner.take(" ") {}
            if scanner.isAtEnd { break }
            guard let word = LexemeText.scan(&scanner),
                let positions = scanner.take(":") ? Self.positions(&scanner) : []
            else { return nil }
            lexemes.append(Lexeme(word, positions))
        }
        self.init(lexemes)
    }

    private static func positions(_ scanner: inout TextScanner) -> [Position]? {
        var positions: [Position] = []
        repeat {
            guard let number = scanner.number(), number > 0 else { return nil }
            let weight: PGTSWeight =
                switch scanner.word() {
                case "A", "a": .a
                case "B", "b": .b
                case "C", "c": .c
                default: .d
                }
            positions.append(Position(number, weight: weight))
        } while scanner.take(",")
        return positions
    }

    /// The lexemes in quotes, with their positions, as the server prints them.
    public var description: String {
        lexemes.map { lexeme in
            let positions = lexeme.positions.map { "\($0.number)\($0.weight.suffix)" }
            return LexemeText.quote(lexeme.word)
                + (positions.isEmpty ? "" : ":" + positions.joined(separator: ","))
        }.joined(separator: " ")
    }

    /// `tsvector`.
    public static var sqlType: SQLType { "tsvector" }

    /// `tsvector`.
    public static func isValue(of type: OID) -> Bool { type == .tsvector }

    /// Decodes the lexemes, each with its positions.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        let count = try scanner.count(ofSize: 3)
        var lexemes: [Lexeme] = []
        lexemes.reserveCapacity(count)
        for _ in 0..<count {
            let word = try scanner.cString()
            var positions: [Position] = []
            for _ in 0..<(try scanner.integer(as: UInt16.self)) {
                let bits = try scanner.integer(as: UInt16.self)
                let weight = PGTSWeight(rawValue: UInt8(truncatingIfNeeded: bits >> 14)) ?? .d
                positions.append(Position(Int(bits & 0x3FFF), weight: weight))
            }
            lexemes.append(Lexeme(word, positions))
        }
        try scanner.end(PGTSVector.self)
        self.init(lexemes)
    }

    /// Writes the lexemes, each with its positions.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for a lexeme with a NUL character.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let count = Int32(exactly: lexemes.count) else {
            throw .outOfRange(PGTSVector.self, type)
        }
        writer.write(count)
        for lexeme in lexemes {
            try writer.write(cString: lexeme.word)
            writer.write(UInt16(lexeme.positions.count))
            for position in lexeme.positions {
                writer.write(UInt16(position.weight.rawValue) << 14 | UInt16(position.number))
            }
        }
    }
}

extension ParameterWriter {
    /// Writes text with a zero byte after it, inside of which there may be none.
    mutating func write(cString text: String) throws(PGError) {
        guard !text.utf8.contains(0) else { throw PGError.nulCharacter }
        write(utf8: text)
        write(byte: 0)
    }
}
