import PGCore

extension CodecProperty {
    /// Bits, money, XML, paths and single bytes.
    public static let scalars: [CodecProperty] = [
        CodecProperty("bit varying", .varbit) { random in
            PGBitString(random.list(0...70) { $0.chance(2) })
        },
        CodecProperty("bit(9)", .bit) { random in PGBitString(random.list(9...9) { $0.chance(2) })
        },
        CodecProperty("money", .money) { random in
            PGMoney(
                minorUnits: random.edge([.min, .max, 0, -1, 99, 100, -100_000]) { random in
                    // The server's reader stops short of the least number it can hold.
                    Int64(bitPattern: random.next()) >> Int64(random.int(1...60))
                })
        },
        CodecProperty("xml", .xml) { random in
            XMLText("<a b=\"\(random.int(0...9))\">\(random.int(0...9)) ü</a>")
        },
        CodecProperty("jsonpath", .jsonpath) { random in
            JSONPath("$.\"a\"[\(random.int(0...9))].\"ü\"")
        },
        CodecProperty("\"char\"", .char) { PGChar(UInt8.random(in: .min ... .max, using: &$0)) },
    ]

    /// Addresses of both families, with every length of a prefix.
    public static let network: [CodecProperty] = [
        CodecProperty("inet", .inet) { $0.inet() },
        CodecProperty("cidr", .cidr) { $0.inet().network },
        CodecProperty("macaddr", .macaddr) { random in
            PGMACAddress(bytes: random.bytes(6)) ?? .zero
        },
        CodecProperty("macaddr8", .macaddr8) { PGMACAddress8(number: $0.next()) },
    ]

    /// The plane, with infinite coordinates.
    ///
    /// Of a number whose shortest text lies exactly between two numbers, the server writes a digit
    /// more: what it prints is compared as a value.
    public static let geometry: [CodecProperty] = [
        CodecProperty("point", .point, printsAsServer: false) { random in
            random.edge([PGPoint(x: .nan, y: 0)]) { $0.point() }
        },
        CodecProperty("line", .line, printsAsServer: false) { random in
            PGLine(a: random.double(), b: 1, c: random.double())
        },
        CodecProperty("lseg", .lseg, printsAsServer: false) {
            PGLineSegment(start: $0.point(), end: $0.point())
        },
        CodecProperty("box", .box, printsAsServer: false) { PGBox($0.point(), $0.point()) },
        CodecProperty("path", .path, printsAsServer: false) { random in
            PGPath(random.list(1...5) { $0.point() }, isClosed: random.chance(2))
        },
        CodecProperty("polygon", .polygon, printsAsServer: false) { random in
            PGPolygon(random.list(1...5) { $0.point() })
        },
        CodecProperty("circle", .circle, printsAsServer: false) { random in
            PGCircle(center: random.point(), radius: abs(random.double()))
        },
    ]

    /// Numbers that the server gives.
    public static let identifiers: [CodecProperty] = [
        CodecProperty("oid", .oid) { OID(UInt32(truncatingIfNeeded: $0.next())) },
        CodecProperty("xid", .xid) { PGXID(UInt32(truncatingIfNeeded: $0.next())) },
        CodecProperty("cid", .cid) { PGCID(UInt32(truncatingIfNeeded: $0.next())) },
        CodecProperty("xid8", .xid8) { random in
            PGXID8(random.edge([0, .max]) { $0.next() })
        },
        CodecProperty("tid", .tid) { random in
            PGTID(
                block: UInt32(truncatingIfNeeded: random.next()),
                offset: UInt16(truncatingIfNeeded: random.next()))
        },
        CodecProperty("pg_lsn", .pgLsn) { random in
            PGLSN(random.edge([0, 1, .max, 0xFFFF_FFFF, 0x1_0000_0000]) { $0.next() })
        },
        CodecProperty("pg_snapshot", .pgSnapshot) { $0.snapshot() },
        CodecProperty("txid_snapshot", .txidSnapshot) { $0.snapshot() },
        CodecProperty("int2vector", .int2vector) { random in
            PGInt2Vector(random.list(0...5) { Int16.random(in: .min ... .max, using: &$0) })
        },
        CodecProperty("oidvector", .oidvector) { random in
            PGOIDVector(random.list(0...5) { OID(UInt32(truncatingIfNeeded: $0.next())) })
        },
    ]

    /// Documents and queries of every shape.
    public static let textSearch: [CodecProperty] = [
        CodecProperty("tsvector", .tsvector) { random in
            PGTSVector(
                random.list(0...6) { random in
                    PGTSVector.Lexeme(
                        random.text(1...4),
                        random.list(0...5) { random in
                            PGTSVector.Position(
                                random.edge([1, 16_383]) { $0.int(1...200) },
                                weight: PGTSWeight.allCases.randomElement(using: &random) ?? .d)
                        })
                })
        },
        CodecProperty("tsquery", .tsquery) { random in
            random.chance(10) ? .empty : random.query(depth: 4)
        },
    ]

    /// Types that are not part of the server.
    public static let extensions: [CodecProperty] = [
        CodecProperty("hstore", nil, extensionName: "hstore") { random in
            var store = PGHStore([:])
            for _ in 0..<random.int(0...6) {
                store[random.text(0...4)] = random.chance(4) ? nil : random.text(0...4)
            }
            return store
        },
        CodecProperty("citext", nil, extensionName: "citext") { PGCIText($0.text(0...8)) },
        CodecProperty("ltree", nil, extensionName: "ltree") { random in
            PGLTree(random.list(0...5) { "label_\($0.int(0...99))" }.joined(separator: "."))
        },
        CodecProperty("lquery", nil, extensionName: "ltree") { random in
            PGLQuery(random.list(1...4) { $0.chance(2) ? "a@*" : "*{1,3}" }.joined(separator: "."))
        },
        CodecProperty("ltxtquery", nil, extensionName: "ltree") { random in
            PGLTXTQuery(random.list(1...4) { "a\($0.int(0...9))*" }.joined(separator: " & "))
        },
        CodecProperty("vector", nil, extensionName: "vector", printsAsServer: false) { random in
            PGVector(random.list(1...9) { $0.float() })
        },
        CodecProperty("halfvec", nil, extensionName: "vector") { random in
            PGHalfVector(random.list(1...9) { Float($0.int(-512...512)) / 8 })
        },
        CodecProperty("sparsevec", nil, extensionName: "vector", printsAsServer: false) { random in
            var elements: [Int: Float] = [:]
            for _ in 0..<random.int(0...5) { elements[random.int(0...99)] = random.float() }
            guard let vector = PGSparseVector(elements, dimensions: 100) else {
                preconditionFailure("a dimension is out of range")
            }
            return vector
        },
    ]
}

extension PGMACAddress {
    static let zero: PGMACAddress = {
        guard let value = PGMACAddress(bytes: [0, 0, 0, 0, 0, 0]) else {
            preconditionFailure("six bytes are an address")
        }
        return value
    }()
}

extension SampleGenerator {
    /// Addresses in which runs of zeros and embedded IPv4 addresses are frequent.
    mutating func inet() -> PGInet {
        var bytes = bytes(chance(2) ? 4 : 16)
        for index in stride(from: 0, to: bytes.count, by: 2) where bytes.count == 16 && !chance(3) {
            (bytes[index], bytes[index + 1]) = (0, chance(4) ? 1 : 0)
        }
        if bytes.count == 16, chance(6) { (bytes[10], bytes[11]) = (0xFF, 0xFF) }
        let length = chance(2) ? nil : int(0...bytes.count * 8)
        guard let value = PGInet(bytes: bytes, prefixLength: length) else {
            preconditionFailure("4 or 16 bytes are an address")
        }
        return value
    }

    mutating func snapshot() -> PGSnapshot {
        let xmin = UInt64.random(in: 1...1_000_000, using: &self)
        let running = Set(list(0...5) { xmin + UInt64($0.int(0...99)) }).sorted()
        let value = PGSnapshot(
            xmin: PGXID8(xmin), xmax: PGXID8(xmin + 100), running: running.map { PGXID8($0) })
        guard let value else { preconditionFailure("the numbers are in order") }
        return value
    }

    mutating func query(depth: Int) -> PGTSQuery {
        if depth == 0 || chance(4) {
            return .lexeme(
                text(1...3), weights: PGTSWeights(rawValue: UInt8(chance(2) ? 0 : int(0...15))),
                prefix: chance(3))
        }
        let (left, right) = (query(depth: depth - 1), query(depth: depth - 1))
        // Text does not tell `a & (b & c)` from `(a & b) & c`: the right one is something else.
        switch int(0...3) {
        case 0: return left.negated
        case 1: return left.and(right.items.first == .and ? right.negated : right)
        case 2: return left.or(right.items.first == .or ? right.negated : right)
        default:
            let distance = UInt16(edge([0, 1, 16_384]) { $0.int(0...16_384) })
            return left.followed(by: right, distance: distance)
        }
    }
}
