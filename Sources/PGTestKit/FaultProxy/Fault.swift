/// What goes wrong on the way between a client and a server.
public enum Fault: Sendable, Hashable {
    /// What follows arrives later.
    case delay(Duration)
    /// Both sides see the connection end.
    case drop
    /// The client sees the connection reset; the server sees it end.
    case reset
    /// Nothing arrives any more either way, and nobody is told: a cable pulled out.
    case halfOpen
}

extension FaultProxy {
    /// A way that bytes go.
    public enum Direction: Sendable, Hashable, CaseIterable {
        case toServer, toClient
    }
}

/// Counts what passes, and says where the fault lies.
struct FaultPlan {
    private var armed: (fault: Fault, direction: FaultProxy.Direction, bytes: Int)?
    private var counts: [FaultProxy.Direction: Int] = [:]

    /// What to do with bytes that have come.
    enum Step {
        case forward
        /// Forward this many of them, and then let it happen.
        case fail(Fault, after: Int)
    }

    mutating func arm(_ fault: Fault, _ direction: FaultProxy.Direction, after bytes: Int) {
        armed = (fault, direction, bytes)
        counts = [:]
    }

    mutating func disarm() {
        armed = nil
        counts = [:]
    }

    var isArmed: Bool { armed != nil }

    func count(_ direction: FaultProxy.Direction) -> Int { counts[direction, default: 0] }

    mutating func received(_ size: Int, _ direction: FaultProxy.Direction) -> Step {
        let before = count(direction)
        counts[direction] = before + size
        guard let armed, armed.direction == direction, before + size > armed.bytes else {
            return .forward
        }
        self.armed = nil
        return .fail(armed.fault, after: max(0, armed.bytes - before))
    }
}
