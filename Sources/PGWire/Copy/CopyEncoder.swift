import PGCore

/// Writes rows as the data of a COPY, into one buffer that is used again and again.
@usableFromInline
struct CopyEncoder {
    private let columns: CopyColumns
    private let options: CopyOptions
    private let isBinary: Bool
    private let delimiter: UInt8
    private let quote: UInt8
    private let escape: UInt8
    private let null: [UInt8]
    @usableFromInline var writer: ParameterWriter
    private var column = 0
    private var rowStart = 0
    private var fieldStart = 0
    private(set) var rowCount = 0

    init(_ columns: CopyColumns, _ options: CopyOptions) {
        self.columns = columns
        self.options = options
        writer = ParameterWriter(catalog: columns.catalog)
        isBinary = options.format == .binary
        let isCSV = options.format == .csv
        delimiter = options.delimiter?.asciiValue ?? UInt8(ascii: isCSV ? "," : "\t")
        quote = options.quote?.asciiValue ?? UInt8(ascii: "\"")
        escape = options.escape?.asciiValue ?? quote
        null = Array((options.null ?? (isCSV ? "" : "\\N")).utf8)
        writer.reserve(ExclusiveWork.chunkSize * 5 / 4)
        writeHeader()
    }

    /// Whether there is enough to send.
    var isFull: Bool { writer.count >= ExclusiveWork.chunkSize }

    /// Forgets what has been sent.
    mutating func sent() {
        writer.truncate(to: 0)
    }

    // MARK: Rows

    private mutating func writeHeader() {
        if isBinary {
            writer.write(bytes: Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0])
            // No flags, and no extension of the header.
            writer.write(Int64(0))
        } else if options.hasHeader || options.checksHeader {
            for (index, name) in columns.names.enumerated() {
                if index > 0 { writer.write(byte: delimiter) }
                let start = writer.count
                writer.write(utf8: name)
                escapeText(from: start)
            }
            writer.write(byte: UInt8(ascii: "\n"))
        }
    }

    /// Ends the data.
    mutating func finish() {
        if isBinary { writer.write(Int16(-1)) }
    }

    @inline(__always)
    mutating func beginRow(_ count: Int) throws(PGError) {
        rowStart = writer.count
        column = 0
        guard count == columns.types.count else { throw wrongCount(count) }
        if isBinary { writer.write(Int16(truncatingIfNeeded: count)) }
    }

    @inline(__always)
    mutating func endRow() throws(PGError) {
        guard column == columns.types.count else { throw wrongCount(column) }
        if !isBinary { writer.write(byte: UInt8(ascii: "\n")) }
        rowCount += 1
    }

    private func wrongCount(_ count: Int) -> PGError {
        PGError(
            .parameterCountMismatch,
            "the COPY has \(columns.types.count) columns, and the row has \(count) values")
    }

    /// Takes a half-written row back, and says where it went wrong.
    mutating func undoRow(after error: PGError) -> PGError {
        writer.truncate(to: rowStart)
        let located = error.inRow(rowCount)
        guard error.code != .parameterCountMismatch, column < columns.names.count else {
            return located
        }
        return located.inColumn(column, named: columns.names[column])
    }

    /// Writes a row of values without types of their own.
    mutating func add(
        row count: Int, _ value: (Int) -> any ParameterEncodable
    ) throws(PGError) {
        try beginRow(count)
        for index in 0..<count { try add(value(index)) }
        try endRow()
    }

    private mutating func add(_ value: some ParameterEncodable) throws(PGError) {
        let type = try beginValue()
        if value.isNull {
            writeNull()
        } else if wantsText {
            write(text: value.textRepresentation)
        } else {
            try value.encode(as: type, into: &writer)
            try endValue()
        }
    }

    // MARK: Values

    /// Begins the row's next value.
    ///
    /// Returns its type.
    @inline(__always)
    mutating func beginValue() throws(PGError) -> OID {
        guard column < columns.types.count else { throw wrongCount(column + 1) }
        if isBinary {
            // Its length, once it is known.
            writer.write(UInt32.max)
        } else if column > 0 {
            writer.write(byte: delimiter)
        }
        fieldStart = writer.count
        writer.format = .binary
        return columns.types[column]
    }

    /// Ends a value that `writer` has encoded.
    @inline(__always)
    mutating func endValue() throws(PGError) {
        if writer.format == .text { try convertText() }
        let length = Int32(truncatingIfNeeded: writer.count - fieldStart)
        writer.overwrite(length, at: fieldStart - 4)
        column += 1
    }

    /// Whether values are written as text, by ``write(text:)``.
    var wantsText: Bool { !isBinary }

    /// Writes the value as text.
    mutating func write(text: String) {
        writer.write(utf8: text)
        escapeText(from: fieldStart)
        column += 1
    }

    /// Writes NULL.
    mutating func writeNull() {
        // In binary, the length written already says it.
        if !isBinary { writer.write(bytes: null) }
        column += 1
    }

    /// Turns the text that a value wrote into the type's binary representation.
    private mutating func convertText() throws(PGError) {
        switch columns.texts[column] {
        case .same:
            break
        case .versioned:
            writer.insert(1, at: fieldStart)
        case .number:
            let text = String(decoding: writer.written[fieldStart...], as: UTF8.self)
            guard let number = PGNumeric(text) else { throw noBinary }
            writer.truncate(to: fieldStart)
            writer.format = .binary
            try number.encode(as: .numeric, into: &writer)
        case .impossible:
            throw noBinary
        }
    }

    private var noBinary: PGError {
        PGError(
            .parameterMismatch,
            "the value is written as text, and a binary COPY has no text for "
                + "\(columns.types[column])",
            hint:
                "Copy with options: .text, or write a Swift type that has \(columns.types[column])"
        )
    }
}

// MARK: Text and CSV

extension CopyEncoder {
    /// Escapes the value that begins at `start`, if it has to be.
    private mutating func escapeText(from start: Int) {
        if options.format == .csv { escapeCSV(from: start) } else { escapeLine(from: start) }
    }

    private mutating func escapeLine(from start: Int) {
        guard writer.written[start...].contains(where: { lineEscape($0) != nil }) else { return }
        let value = writer.written[start...]
        var escaped: [UInt8] = []
        escaped.reserveCapacity(value.count + 8)
        for byte in value {
            if let letter = lineEscape(byte) {
                escaped.append(UInt8(ascii: "\\"))
                escaped.append(letter)
            } else {
                escaped.append(byte)
            }
        }
        replace(from: start, with: escaped)
    }

    /// What follows the backslash in the text format, or `nil` for what stands for itself.
    private func lineEscape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): byte
        case 8: UInt8(ascii: "b")
        case 9: UInt8(ascii: "t")
        case 10: UInt8(ascii: "n")
        case 11: UInt8(ascii: "v")
        case 12: UInt8(ascii: "f")
        case 13: UInt8(ascii: "r")
        case delimiter: byte
        default: nil
        }
    }

    private mutating func escapeCSV(from start: Int) {
        let value = writer.written[start...]
        let needsQuotes =
            value.elementsEqual(null)
            || value.elementsEqual([UInt8(ascii: "\\"), UInt8(ascii: ".")])
            || value.contains {
                $0 == delimiter || $0 == quote || $0 == escape || $0 == 10 || $0 == 13
            }
        guard needsQuotes else { return }
        var escaped = [quote]
        escaped.reserveCapacity(value.count + 8)
        for byte in value {
            if byte == quote || byte == escape { escaped.append(escape) }
            escaped.append(byte)
        }
        escaped.append(quote)
        replace(from: start, with: escaped)
    }

    private mutating func replace(from start: Int, with escaped: [UInt8]) {
        writer.truncate(to: start)
        writer.write(bytes: escaped)
    }
}
