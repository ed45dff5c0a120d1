/// JSON text in the making: what is written is final.
///
/// Containers do not say when they end. So an open one is closed when something is written to one that
/// encloses it.
///
/// It is never shared: each answer has one, which is written by one task and has no reader before its
/// end. So its accesses are not checked for being exclusive, which would take a fifth of the time.
final class JSONOutput {
    @safe @exclusivity(unchecked) var bytes: [UInt8] = []
    /// The open containers, outermost first.
    @safe @exclusivity(unchecked) private var open: [Container] = []

    private struct Container {
        let end: UInt8
        var isEmpty = true
    }

    /// How many containers are open: the level of what is written next.
    var level: Int { open.count }

    /// Begins an object or an array, and returns its level.
    func begin(_ start: UInt8, end: UInt8) -> Int {
        bytes.append(start)
        open.append(Container(end: end))
        return level
    }

    /// Closes the containers inside the one of a level, or all of them.
    func close(to level: Int = 0) {
        while open.count > level { bytes.append(open.removeLast().end) }
    }

    /// Separates what comes next in the container of a level from what is there.
    func separate(at level: Int) {
        close(to: level)
        if open[level - 1].isEmpty {
            open[level - 1].isEmpty = false
        } else {
            bytes.append(.comma)
        }
    }

    /// Writes the key of the next value in the object of a level.
    func key(_ name: String, at level: Int) {
        separate(at: level)
        string(name)
        bytes.append(.colon)
    }
}

extension UInt8 {
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
}
