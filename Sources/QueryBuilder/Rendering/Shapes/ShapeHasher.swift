/// A statement's shape: everything that its text is made of, and nothing of its values.
///
/// Two shapes that are equal stand for the same text, but for a chance of one in 2¹²⁸ a pair.
struct Shape: Sendable, Hashable {
    let first: UInt64
    let second: UInt64

    func hash(into hasher: inout Hasher) {
        // The bits are as good as random already.
        hasher.combine(first)
    }
}

/// Collects the pieces that a renderer would write, in two lanes of 64 bits.
///
/// The lanes start from numbers drawn once a process, so that nobody outside can look for two
/// statements of one shape.
struct ShapeHasher: Sendable {
    /// What a piece is, so that a name is never taken for the same letters as text.
    enum Piece: UInt64, Sendable {
        case text = 1
        case name, parameter, statement, infix, qualifier, piece
    }

    private static let seeds = (UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max))

    private var first = ShapeHasher.seeds.0
    private var second = ShapeHasher.seeds.1

    var shape: Shape { Shape(first: first, second: second) }

    mutating func combine(_ piece: Piece) {
        mix(piece.rawValue)
    }

    /// Takes in a shape as a whole.
    mutating func combine(_ piece: Piece, _ shape: Shape) {
        mix(piece.rawValue)
        mix(shape.first)
        mix(shape.second)
    }

    /// Takes in the piece with its length, so that pieces do not run into each other.
    mutating func combine(_ piece: Piece, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            let count = bytes.count
            guard count > 7 else {
                mix(unsafe Self.short(bytes) << 8 | piece.rawValue << 4 | UInt64(count))
                return
            }
            // Of short pieces the lowest four bits are at most 7.
            mix(UInt64(count) << 8 | piece.rawValue << 4 | 8)
            var offset = 0
            while offset + 8 < count {
                mix(unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                offset += 8
            }
            // The last word may take some bytes in again, which the length tells apart.
            mix(unsafe bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
        }
    }

    /// Up to seven bytes as a number.
    @inline(__always)
    private static func short(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        if count >= 4 {
            let first = unsafe bytes.loadUnaligned(as: UInt32.self)
            let last = unsafe bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            // Three bytes of the last word are new at most.
            return UInt64(first) | UInt64(last >> UInt32(8 * (8 - count))) << 32
        }
        guard count > 0 else { return 0 }
        let middle = UInt64(unsafe bytes[count >> 1]) << 8
        return UInt64(unsafe bytes[0]) | middle | UInt64(unsafe bytes[count - 1]) << 16
    }

    /// Multiplies to twice the width and folds the halves, as wyhash does; the word is also added
    /// outside the product, which therefore cannot swallow it.
    @inline(__always)
    private mutating func mix(_ word: UInt64) {
        let low = (first ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        first = (low.high ^ low.low) &+ word
        let high = (second &+ word).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        second = (high.high ^ high.low) ^ (word << 32 | word >> 32)
    }
}
