import Foundation

/// Where the next page of a list starts: after the row with this time and key.
///
/// Clients get it as text they cannot read anything into. It grants nothing, so it is not signed; a
/// checksum rejects what this program did not write.
struct Cursor: Sendable, Equatable {
    let createdAt: Date
    let id: Int

    init(createdAt: Date, id: Int) {
        self.createdAt = createdAt
        self.id = id
    }
}

extension Cursor {
    private static let version: UInt8 = 1
    private static let size = 1 + 8 + 8 + 4

    /// The cursor for a client.
    var text: String {
        // The database counts microseconds.
        let time = Int64((createdAt.timeIntervalSinceReferenceDate * 1_000_000).rounded())
        var bytes = [Self.version]
        bytes += Self.bytes(UInt64(bitPattern: time)) + Self.bytes(UInt64(bitPattern: Int64(id)))
        bytes += Self.bytes(Self.checksum(of: bytes))
        return Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
    }

    /// Reads a client's cursor; `nil` for text that is not one.
    init?(_ text: some StringProtocol) {
        let plain = text.replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        guard let data = Data(base64Encoded: plain), data.count == Self.size else {
            return nil
        }
        let bytes = [UInt8](data)
        let checksum = UInt32(truncatingIfNeeded: Self.integer(bytes[17...]))
        guard bytes[0] == Self.version, Self.checksum(of: bytes.prefix(17)) == checksum else {
            return nil
        }
        let time = Int64(bitPattern: Self.integer(bytes[1..<9]))
        createdAt = Date(timeIntervalSinceReferenceDate: Double(time) / 1_000_000)
        id = Int(Int64(bitPattern: Self.integer(bytes[9..<17])))
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
