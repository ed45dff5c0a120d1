#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif
import Synchronization

extension UUID {
    /// Makes a UUID of version 7: the time in milliseconds, then random bits.
    ///
    /// UUIDs made by one process sort in the order they were made, also within a millisecond and
    /// when the clock is set back, so that new rows go to the end of an index. They are made by the
    /// rules of RFC 9562, section 6.2, method 2.
    public static func version7() -> UUID {
        let now = Date().timeIntervalSince1970
        return UUID(bits: Version7.shared.next(milliseconds: UInt64(max(0, now * 1_000))))
    }
}

/// Counts up within a millisecond, and starts at a random place in the next.
final class Version7: Sendable {
    static let shared = Version7()

    /// 48 bits of time and 74 random ones, without the bits of version and variant.
    private let last = Mutex<UInt128>(0)

    private static let randomBits: UInt128 = 74
    private static let highMask: UInt128 = 0xFFF
    private static let lowMask: UInt128 = (1 << 62) - 1

    func next(milliseconds: UInt64) -> UInt128 {
        let time = UInt128(milliseconds & 0xFFFF_FFFF_FFFF) << Self.randomBits
        let value = last.withLock { last in
            if time >> Self.randomBits > last >> Self.randomBits {
                // The top random bit starts at zero, so that counting seldom reaches the time.
                last = time | UInt128.random(in: 0..<(1 << (Self.randomBits - 1)))
            } else {
                last += UInt128(UInt64.random(in: 1...0xFFFF_FFFF))
            }
            return last
        }
        let high = (value >> 62) & Self.highMask
        let version: UInt128 = 0x7 << 76
        let variant: UInt128 = 0b10 << 62
        return (value >> Self.randomBits) << 80 | version | high << 64 | variant
            | (value & Self.lowMask)
    }
}
