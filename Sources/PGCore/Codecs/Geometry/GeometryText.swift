/// Reading the spellings of geometric values.
extension TextScanner {
    /// Takes `(1,2)`.
    mutating func point() -> PGPoint? {
        guard take("("), let x = double(), take(","), let y = double(), take(")") else {
            return nil
        }
        return PGPoint(x: x, y: y)
    }

    /// Takes at least one point, separated by commas.
    mutating func points() -> [PGPoint]? {
        var points: [PGPoint] = []
        repeat {
            guard let point = point() else { return nil }
            points.append(point)
        } while take(",")
        return points
    }
}

extension CellScanner {
    mutating func point() throws(PGError) -> PGPoint {
        PGPoint(x: try double(), y: try double())
    }

    /// Reads a count and so many points.
    mutating func points() throws(PGError) -> [PGPoint] {
        let count = try count(ofSize: 16)
        var points: [PGPoint] = []
        points.reserveCapacity(count)
        for _ in 0..<count { points.append(try point()) }
        return points
    }
}

extension ParameterWriter {
    mutating func write(_ number: Double) {
        write(number.bitPattern)
    }

    mutating func write(_ point: PGPoint) {
        write(point.x)
        write(point.y)
    }

    mutating func write<Value>(
        _ points: [PGPoint], of type: Value.Type, as oid: OID
    ) throws(PGError) {
        guard let count = Int32(exactly: points.count) else { throw .outOfRange(type, oid) }
        write(count)
        for point in points { write(point) }
    }
}

extension [PGPoint] {
    /// The points, separated by commas.
    var list: String { map(\.description).joined(separator: ",") }
}
