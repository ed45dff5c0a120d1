import Foundation
import Synchronization

/// Says when the measured time begins and ends, and adds up what was done in it.
final class Clock: Sendable {
    enum Phase: Int { case warmingUp, measuring, over }

    private let state = Atomic<Int>(Phase.warmingUp.rawValue)
    private let tally = Mutex(Tally())

    private struct Tally {
        var operations = 0
        var checksum: UInt64 = 0
    }

    var phase: Phase { Phase(rawValue: state.load(ordering: .relaxed)) ?? .over }

    /// Adds what one task did in the measured time.
    func add(operations: Int, checksum: UInt64) {
        tally.withLock {
            $0.operations += operations
            $0.checksum &+= checksum
        }
    }

    /// Lets the tasks work for the given time, on the thread that calls, and returns a report.
    func measure(seconds: Double) -> String {
        Thread.sleep(forTimeInterval: 0.25)
        let busy = cpuTime()
        let began = ContinuousClock.now
        state.store(Phase.measuring.rawValue, ordering: .relaxed)
        Thread.sleep(forTimeInterval: seconds)
        state.store(Phase.over.rawValue, ordering: .relaxed)
        let elapsed = began.duration(to: .now).components
        let spent = cpuTime() - busy
        waitForTallies()
        let (operations, checksum) = tally.withLock { ($0.operations, $0.checksum) }
        let nanoseconds = elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000
        let perOperation = operations > 0 ? checksum / UInt64(operations) : 0
        return "\(operations) \(nanoseconds) \(spent) \(peakMemory()) \(perOperation)"
    }

    private let finished = DispatchSemaphore(value: 0)

    /// Tells that every task has added what it did.
    func finish() { finished.signal() }

    private func waitForTallies() { finished.wait() }

    /// The process's time on a processor, in microseconds.
    private func cpuTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }

    /// The most memory the process held, in KB.
    private func peakMemory() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
            ?? 0
    }
}
