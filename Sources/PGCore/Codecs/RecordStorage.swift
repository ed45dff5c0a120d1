/// A record's bytes, and where its fields are in them.
@safe
final class RecordStorage: @unchecked Sendable {
    // Protected by being immutable: after it is made, it is only read until it is freed.
    private let memory: UnsafeMutableRawBufferPointer
    private let count: Int

    struct Field {
        let name: String
        /// The field's type; of a domain the type it is made of.
        let type: OID
        /// Where the value is; `nil` for NULL.
        let range: Range<Int>?
    }

    let type: OID
    let format: WireFormat
    let fields: [Field]
    let catalog: TypeCatalog?
    /// How many containers the fields are inside of.
    private let depth: UInt8

    /// Takes a record apart and copies it.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when it is malformed, or lies too deep in others.
    init(_ cell: Cell) throws(PGError) {
        var text: [UInt8] = []
        let fields: [Field]
        switch cell.format {
        case .binary: fields = try Self.binaryFields(cell)
        case .text: (fields, text) = try Self.textFields(cell)
        }
        self.fields = fields
        type = cell.type
        format = cell.format
        catalog = cell.catalog
        depth = try cell.innerDepth()
        let bytes = cell.format == .binary ? cell.array : text
        unsafe memory = .allocate(byteCount: max(1, bytes.count), alignment: 1)
        unsafe memory.copyBytes(from: bytes)
        count = bytes.count
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// The record's bytes; of one that came as text, those of its fields without quotes.
    var bytes: [UInt8] { unsafe Array(memory.prefix(count)) }

    func cell(at index: Int) -> Cell {
        let field = fields[index]
        guard let range = field.range else { return .null(of: field.type) }
        return unsafe Cell(
            bytes: UnsafeRawBufferPointer(rebasing: memory[range]), type: field.type,
            format: format, catalog: catalog, depth: depth)
    }

    /// The layout is that of `record_send`: a count, then type, length and bytes of each field.
    private static func binaryFields(_ cell: Cell) throws(PGError) -> [Field] {
        let count = Int(try cell.integer(at: 0, as: Int32.self))
        guard count >= 0, count <= cell.count / 8 else {
            throw PGError.malformed(PGRecord.self, cell)
        }
        let known = cell.type.compositeFields(in: cell.catalog)
        if let known, known.count != count { throw changed(cell) }
        var fields: [Field] = []
        fields.reserveCapacity(count)
        var offset = 4
        for index in 0..<count {
            let type = OID(try cell.integer(at: offset, as: UInt32.self))
            let length = Int(try cell.integer(at: offset + 4, as: Int32.self))
            offset += 8
            if let known, known[index].type != type { throw changed(cell) }
            let start = offset
            if length >= 0 { offset += length }
            guard offset <= cell.count else { throw PGError.malformed(PGRecord.self, cell) }
            fields.append(
                Field(
                    name: known?[index].name ?? "f\(index + 1)", type: type.base(in: cell.catalog),
                    range: length < 0 ? nil : start..<offset))
        }
        guard offset == cell.count else { throw PGError.malformed(PGRecord.self, cell) }
        return fields
    }

    private static func textFields(_ cell: Cell) throws(PGError) -> ([Field], [UInt8]) {
        let known = cell.type.compositeFields(in: cell.catalog)
        guard let texts = RecordText.parse(cell.array, isEmpty: known?.isEmpty ?? true) else {
            throw PGError.malformed(PGRecord.self, cell)
        }
        if let known, known.count != texts.count { throw changed(cell) }
        var bytes: [UInt8] = []
        var fields: [Field] = []
        for (index, text) in texts.enumerated() {
            let start = bytes.count
            if let text { bytes += text }
            fields.append(
                Field(
                    name: known?[index].name ?? "f\(index + 1)",
                    type: known?[index].type.base(in: cell.catalog) ?? .unknown,
                    range: text == nil ? nil : start..<bytes.count))
        }
        return (fields, bytes)
    }

    /// The record does not have the fields that the catalog knew.
    private static func changed(_ cell: Cell) -> PGError {
        cell.catalog?.markStale()
        return PGError(
            .decodingFailed,
            "the type \(cell.typeName) has changed since its fields were looked up",
            hint: "They will be looked up anew: run the statement again")
    }
}
