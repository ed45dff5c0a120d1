/// A place in a cluster's write-ahead log: what a write has reached, and what a standby has replayed.
///
/// ``ClusterWriter/tracked(_:fileID:line:)`` returns the one of a write. A read given it sees that write:
/// see ``Cluster/read(after:)``. It can be kept in a cookie: ``description`` is its text, as the server
/// writes a `pg_lsn`.
public struct WALPosition: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// The number of bytes of log before it.
    public let rawValue: UInt64

    /// Makes a position from the number of bytes before it.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Reads the server's text, such as `16/B374D848`; `nil` when it is something else.
    public init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ $0.first != "+" }),
            let high = UInt32(halves[0], radix: 16), let low = UInt32(halves[1], radix: 16)
        else { return nil }
        rawValue = UInt64(high) << 32 | UInt64(low)
    }

    /// Whether one is before the other in the log.
    public static func < (left: WALPosition, right: WALPosition) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension WALPosition: CustomStringConvertible {
    /// The server's text, such as `16/B374D848`.
    public var description: String {
        let high = String(rawValue >> 32, radix: 16, uppercase: true)
        return high + "/" + String(rawValue & 0xFFFF_FFFF, radix: 16, uppercase: true)
    }
}
