import Foundation

/// Where the next page of a list starts: after the row with this sort value and key.
///
/// It belongs to one sort. Clients get it as text they cannot read anything into. It grants nothing,
/// so it is not signed; a checksum rejects what this program did not write.
struct Cursor: Sendable, Equatable {
    enum Value: Sendable, Equatable {
        case time(Date)
        case text(String)
    }

    let sort: UserSort
    let value: Value
    let id: Int
}

extension Cursor {
    /// The cursor after a row.
    init(after item: some PageItem, sort: UserSort) {
        let value: Value =
            switch sort.key {
            case .createdAt: .time(item.createdAt)
            case .name: .text(item.name)
            case .email: .text(item.email)
            }
        self.init(sort: sort, value: value, id: item.id)
    }

    private static let version: UInt8 = 2
    /// The version, the sort and the key come before the value, a checksum after it.
    private static let headSize = 1 + 1 + 8
    private static let checksumSize = 4

    /// The cursor for a client.
    var text: String {
        var bytes = [Self.version, sort.index] + Self.bytes(UInt64(bitPattern: Int64(id)))
        switch value {
        case .time(let time):
            // The database counts microseconds.
            let count = Int64((time.timeIntervalSinceReferenceDate * 1_000_000).rounded())
            bytes += Self.bytes(UInt64(bitPattern: count))
        case .text(let text):
            bytes += Array(text.utf8)
        }
        bytes += Self.bytes(Self.checksum(of: bytes))
        return Base64URL.encode(bytes)
    }

    /// Reads a client's cursor; `nil` for text that is not one.
    init?(_ text: some StringProtocol) {
        guard let bytes = Base64URL.decode(text),
            bytes.count >= Self.headSize + Self.checksumSize
        else { return nil }
        let content = bytes.dropLast(Self.checksumSize)
        let checksum = UInt32(truncatingIfNeeded: Self.integer(bytes.suffix(Self.checksumSize)))
        guard Self.checksum(of: content) == checksum, content[0] == Self.version,
            let sort = UserSort(index: content[1]),
            let value = Self.value(content[Self.headSize...], sort.key)
        else { return nil }
        self.init(
            sort: sort, value: value,
            id: Int(Int64(bitPattern: Self.integer(content[2..<Self.headSize]))))
    }

    /// From the year 1 to 9999, which the database can hold.
    private static let times =
        Date(timeIntervalSince1970: -62_135_596_800)...Date(timeIntervalSince1970: 253_402_300_799)

    private static func value(_ bytes: ArraySlice<UInt8>, _ key: UserSort.Key) -> Value? {
        guard key == .createdAt else {
            // No text in the database has this character.
            guard !bytes.contains(0) else { return nil }
            return String(validating: bytes, as: UTF8.self).map(Value.text)
        }
        guard bytes.count == 8 else { return nil }
        let count = Int64(bitPattern: integer(bytes))
        let time = Date(timeIntervalSinceReferenceDate: Double(count) / 1_000_000)
        return times.contains(time) ? .time(time) : nil
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// FNV-1a: enough to tell an accident or a guess from a cursor.
    private static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
