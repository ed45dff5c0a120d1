extension PGRecord: SQLValue {
    /// `record`, which no column can be declared as.
    public static var sqlType: SQLType { "record" }

    /// Decodes a composite type, a table's row type, or an anonymous record.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type, malformed bytes, or a type whose
    ///   fields have changed since they were looked up; then the next statement looks again.
    public init(from cell: Cell) throws(PGError) {
        guard cell.mayBeRecord else { throw PGError.cannotDecode(PGRecord.self, from: cell) }
        storage = try RecordStorage(cell)
    }

    /// Binds to the type the record came as.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for another type.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        if type == self.type, storage.format == .binary {
            writer.write(bytes: storage.bytes)
        } else {
            guard type == self.type || type.compositeFields(in: writer.catalog) != nil else {
                throw .mismatch(PGRecord.self, type)
            }
            writer.write(text: textRepresentation)
        }
    }

    /// The record's literal, such as `("1","x",)`.
    ///
    /// Fields of types that this library has no codec for, and those deep inside of others, are
    /// written in hexadecimal.
    public var textRepresentation: String {
        withExtendedLifetime(storage) {
            RecordText.render((0..<count).map { cell(at: $0).displayText })
        }
    }
}

extension PGRecord: CustomStringConvertible {
    /// The record's literal.
    public var description: String { textRepresentation }
}

extension Cell {
    /// Whether the type is a record, or so little known that it may be one.
    var mayBeRecord: Bool {
        type == .record || type.compositeFields(in: catalog) != nil || hasUnknownType
            || (type.builtInName == nil && catalog?[type] == nil)
    }

    /// The value as the server would print it, or nearly so; `nil` for NULL.
    fileprivate var displayText: String? {
        if isNull { return nil }
        if format == .text || type.isTextInBothFormats(in: catalog) { return string }
        let codec: (any SQLValue.Type)? =
            switch type {
            case .bool: Bool.self
            case .int2, .int4, .int8, .oid, .xid, .cid: Int64.self
            case .float8: Double.self
            case .float4: Float.self
            case .numeric: PGNumeric.self
            case .date: PGDate.self
            case .time: PGTime.self
            case .timestamp: PGTimestamp.self
            case .timestamptz: PGTimestampTZ.self
            case .interval: PGInterval.self
            case .jsonb: JSONText.self
            // Quotes inside of quotes double with each level, so deep ones are not spelled out.
            case _ where depth > 4: nil
            case .record: PGRecord.self
            default: type.compositeFields(in: catalog) == nil ? nil : PGRecord.self
            }
        let text = codec.flatMap { codec in try? codec.init(from: self).textRepresentation }
        return text ?? arrayDisplayText ?? ByteaText.render(array)
    }

    /// The value of a one-dimensional array as the server would print it, or nearly so.
    private var arrayDisplayText: String? {
        guard depth <= 4, type.arrayElement(in: catalog) != nil else { return nil }
        do throws(PGError) {
            var reader = try ArrayReader(self, for: PGRecord.self)
            guard reader.counts.count <= 1 else { return nil }
            var elements: [String] = []
            for _ in 0..<reader.count {
                let text = try reader.withNext { $0.displayText }
                elements.append(text.map(ArrayText.quote) ?? "NULL")
            }
            return ArrayText.render(elements, delimiter: type.arrayDelimiter(in: catalog))
        } catch {
            return nil
        }
    }
}
