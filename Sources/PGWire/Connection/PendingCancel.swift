/// A cancel request under way: it is over when it has arrived and its victim has ended, in either
/// order.
struct PendingCancel {
    /// The number of the request to be stopped.
    let victim: UInt64
    /// Ends the connection when this takes too long.
    let timer: TimerQueue.ID
    var hasArrived = false
    private var hasVictimEnded = false

    init(victim: UInt64, timer: TimerQueue.ID) {
        self.victim = victim
        self.timer = timer
    }

    mutating func victimEnded(_ request: UInt64) {
        if request == victim { hasVictimEnded = true }
    }

    var isOver: Bool { hasArrived && hasVictimEnded }
}
