import PGCore

/// One row of one column, whose value is the fuzzer's, then one whose value is NULL.
struct FuzzRows: RowBatch {
    let type: OID
    let format: WireFormat
    private let memory: FuzzMemory
    var count: Int { 2 }
    var columnCount: Int { 1 }
    var affectedRows: Int { 2 }

    static let options: [JSONOptions] = {
        var other = JSONOptions()
        other.nonFinite = .null
        other.numeric = .string
        other.int8 = .string
        other.bytea = .hexadecimal
        other.keys = .camelCase
        return [JSONOptions(), other]
    }()

    init(type: OID, format: WireFormat, bytes: [UInt8]) {
        self.type = type
        self.format = format
        memory = FuzzMemory(bytes)
    }

    func row(at index: Int) -> Row {
        Row(memory: index == 0 ? memory : nil, type: type, format: format)
    }

    struct Row: RowReader {
        let memory: FuzzMemory?
        let type: OID
        let format: WireFormat
        var columnCount: Int { 1 }

        func cell(at index: Int) -> Cell {
            unsafe Cell(
                bytes: memory.map { unsafe UnsafeRawBufferPointer($0.bytes) }, type: type,
                format: format)
        }

        func columnName(at index: Int) -> String { "value" }

        func columnIndex(named name: String) -> Int? { name == "value" ? 0 : nil }
    }
}

/// Memory of exactly the value's size, so that a read past its end is seen.
@safe
final class FuzzMemory: @unchecked Sendable {
    // Protected by being immutable until it is freed.
    let bytes: UnsafeMutableRawBufferPointer

    init(_ value: [UInt8]) {
        unsafe bytes = .allocate(byteCount: value.count, alignment: 1)
        unsafe bytes.copyBytes(from: value)
    }

    deinit { unsafe bytes.deallocate() }
}
