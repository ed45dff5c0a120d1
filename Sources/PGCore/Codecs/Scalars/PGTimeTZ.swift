/// A time of day with the offset of a zone: the value of a `timetz` column.
///
/// Two values are equal when time and offset are. The server's order puts the moment first.
public struct PGTimeTZ: Hashable, Sendable {
    /// The time that a clock in the zone shows.
    public let time: PGTime

    /// The zone's offset in seconds, positive east of Greenwich.
    public let offset: Int

    /// Makes a time, or `nil` for an offset of sixteen hours or more, which the server refuses.
    public init?(_ time: PGTime, offset: Int) {
        guard (-57_599...57_599).contains(offset) else { return nil }
        self.time = time
        self.offset = offset
    }
}

extension PGTimeTZ: PostgresScalar {
    /// Makes a time from its ISO spelling, `04:05:06.789+05:30`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard let microseconds = scanner.timeOfDay(), let time = PGTime(microseconds: microseconds),
            let offset = scanner.zoneOffset(), scanner.isAtEnd
        else { return nil }
        self.init(time, offset: offset)
    }

    /// The ISO spelling, as the server writes it.
    public var description: String { time.description + DateTimeText.zone(offset) }

    /// `timetz`.
    public static var sqlType: SQLType { "timetz" }

    /// `timetz`.
    public static func isValue(of type: OID) -> Bool { type == .timetz }

    /// Decodes the microseconds and the offset, which the server counts westwards.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        guard cell.count == 12, let time = PGTime(microseconds: try cell.integer()),
            let value = PGTimeTZ(time, offset: -Int(try cell.integer(at: 8, as: Int32.self)))
        else { throw PGError.malformed(PGTimeTZ.self, cell) }
        self = value
    }

    /// Writes the microseconds and the offset.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(time.microseconds)
        writer.write(Int32(-offset))
    }
}

extension DateTimeText {
    /// Renders an offset in seconds east of Greenwich, with minutes and seconds where there are any.
    static func zone(_ offset: Int) -> String {
        let size = abs(offset)
        var text = (offset < 0 ? "-" : "+") + padded(size / 3_600, 2)
        if size % 3_600 > 0 { text += ":" + padded(size / 60 % 60, 2) }
        if size % 60 > 0 { text += ":" + padded(size % 60, 2) }
        return text
    }
}
