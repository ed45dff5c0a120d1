import Dispatch

/// Runs what blocks: looking names up, libpq's ways of connecting and of cancelling, files.
enum SideThreads {
    /// Runs `work` on a thread of its own.
    ///
    /// Dispatch's global queues, and concurrent ones, have as many threads as the machine has cores, get
    /// another only after a second in which all were blocked, and Swift's tasks run on the same ones: a few
    /// calls that wait for a server that does not answer would stop every task of the program, the one
    /// that is to give them up included. A serial queue gets a thread at once.
    static func run(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "strata.side").async(execute: work)
    }
}
