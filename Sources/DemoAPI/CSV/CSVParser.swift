/// Reads comma-separated values as RFC 4180 describes them, from pieces of any size.
///
/// ```swift
/// var parser = CSVParser()
/// for piece in pieces {
///     parser.append(piece)
///     while let record = try parser.next() { … }
/// }
/// if let last = try parser.finish() { … }
/// ```
///
/// Lines end in CRLF or LF, empty ones are passed over, and a byte order mark at the beginning is too.
/// It keeps one piece and one record, and a record is bounded.
struct CSVParser {
    /// How much a file may ask for.
    struct Limits: Sendable {
        var fieldBytes = 16 * 1024
        var fields = 64
    }

    private enum State {
        case fieldStart, plain, quoted
        /// After a quote in quotes: the first half of two, or the end.
        case quoteInQuotes
        /// After a carriage return, which only a line feed may follow.
        case lineEnd
    }

    private let limits: Limits
    private var input: [UInt8] = []
    private var position = 0
    private var state = State.fieldStart
    private var record = CSVRecord()
    private var isQuoted = false
    private var line = 1
    /// The line of the last opening quote.
    private var quoteLine = 1
    /// How much of a byte order mark has been read; all of it once it cannot come any more.
    private var markBytes = 0

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Takes the next piece, when `next()` has returned `nil` for the one before.
    mutating func append(_ piece: [UInt8]) {
        input = position == input.count ? piece : input[position...] + piece
        position = 0
    }

    /// Returns the next record, or `nil` when it needs another piece.
    mutating func next() throws(CSVError) -> CSVRecord? {
        while position < input.count {
            let byte = input[position]
            position += 1
            if try read(byte) { return takeRecord() }
        }
        return nil
    }

    /// Returns the record that the end of the text ends, if there is one.
    mutating func finish() throws(CSVError) -> CSVRecord? {
        try endMark()
        if state == .quoted {
            throw failure("the quote that opens on line \(quoteLine) is never closed")
        }
        return endRecord() ? takeRecord() : nil
    }
}

extension CSVParser {
    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads a byte, and returns whether it ends a record.
    private mutating func read(_ byte: UInt8) throws(CSVError) -> Bool {
        if markBytes < Self.mark.count {
            if byte == Self.mark[markBytes] {
                markBytes += 1
                return false
            }
            try endMark()
        }
        return try step(byte)
    }

    /// Takes what looked like a byte order mark as text, if it did not become one.
    private mutating func endMark() throws(CSVError) {
        let text = markBytes < Self.mark.count ? Self.mark.prefix(markBytes) : []
        markBytes = Self.mark.count
        for byte in text { _ = try step(byte) }
    }

    private mutating func step(_ byte: UInt8) throws(CSVError) -> Bool {
        switch state {
        case .fieldStart where byte == Self.quote:
            state = .quoted
            isQuoted = true
            quoteLine = line
        case .fieldStart, .plain:
            return try plain(byte)
        case .quoted where byte == Self.quote:
            state = .quoteInQuotes
        case .quoted:
            if byte == Self.lineFeed { line += 1 }
            try add(byte)
        case .quoteInQuotes where byte == Self.quote:
            state = .quoted
            try add(byte)
        case .quoteInQuotes:
            return try separator(byte, "only a comma or the end of the line may follow a quote")
        case .lineEnd:
            guard byte == Self.lineFeed else {
                throw failure("a carriage return without a line feed must be in quotes")
            }
            return endLine()
        }
        return false
    }

    private mutating func plain(_ byte: UInt8) throws(CSVError) -> Bool {
        switch byte {
        case Self.comma, Self.carriageReturn, Self.lineFeed:
            return try separator(byte, "")
        case Self.quote:
            throw failure("a field with a quote in it must be in quotes")
        default:
            state = .plain
            try add(byte)
            return false
        }
    }

    /// Ends a field, with a byte that may be no other.
    private mutating func separator(
        _ byte: UInt8, _ complaint: @autoclosure () -> String
    ) throws(CSVError) -> Bool {
        switch byte {
        case Self.comma:
            endField()
            if record.count >= limits.fields {
                throw failure("a record may have at most \(limits.fields) fields")
            }
        case Self.carriageReturn: state = .lineEnd
        case Self.lineFeed: return endLine()
        default: throw failure(complaint())
        }
        return false
    }

    private mutating func add(_ byte: UInt8) throws(CSVError) {
        guard record.openBytes < limits.fieldBytes else {
            throw failure("a field may have at most \(limits.fieldBytes) bytes")
        }
        record.add(byte)
    }

    private mutating func endField() {
        record.endField(isQuoted: isQuoted)
        isQuoted = false
        state = .fieldStart
    }

    private mutating func endLine() -> Bool {
        line += 1
        return endRecord()
    }

    /// Ends the record, and returns whether it is one: a line without anything is not.
    private mutating func endRecord() -> Bool {
        guard record.count > 0 || record.openBytes > 0 || isQuoted else {
            state = .fieldStart
            record.restart(atLine: line)
            return false
        }
        endField()
        return true
    }

    private mutating func takeRecord() -> CSVRecord {
        defer { record.restart(atLine: line) }
        return record
    }

    private func failure(_ message: String) -> CSVError {
        CSVError(line: line, field: record.count + 1, message: message)
    }
}
