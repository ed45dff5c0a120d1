import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread that waits for sockets and timers, and runs the actors and tasks that use them.
///
/// It is a serial executor, so connections are actors pinned to it, and has a task executor,
/// ``tasks``, so that a task can prefer it and then talks to those connections without changing
/// threads.
///
/// While its thread waits, another may take its place for a moment: see ``withTurn(_:)``.
///
/// `@unchecked Sendable`: `shared` is a mutex, `thread` and `state` are atomic, and everything else
/// is touched by the thread whose turn it is only, which `assertOnLoop()` checks.
package final class EventLoop: SerialExecutor, @unchecked Sendable {
    private enum Work {
        case job(Job)
        case callback(@Sendable () -> Void)
    }

    /// A piece of a task.
    private struct Job {
        let job: UnownedJob
        /// Whether it belongs to an actor of the loop, and not only to its thread.
        ///
        /// Either kind run as the other would be as right, but the runtime would queue a task again
        /// at each change between the two that it believes to see.
        let isActors: Bool
    }

    /// The executor of tasks that prefer the loop's thread.
    ///
    /// An object of its own, so that what belongs to the loop's actors and what belongs to tasks can be
    /// told apart when it is queued.
    package final class Tasks: TaskExecutor, @unchecked Sendable {
        // Protected by being set once, while the loop is made. A loop lives until it is stopped, and
        // then runs nothing more: its user lets no task prefer it any longer.
        fileprivate unowned(unsafe) var loop: EventLoop?

        package func enqueue(_ job: consuming ExecutorJob) {
            unsafe loop?.enqueue(Job(job: UnownedJob(job), isActors: false))
        }
    }

    /// The work taken out of the queues to be run; kept, so that its memory is used again.
    private struct Batch {
        var local: [Job] = []
        var shared: [Work] = []
    }

    /// What the loop and other threads have to know of each other.
    private enum State: UInt8, AtomicRepresentable {
        /// The loop is at work, and nothing was put into `shared` since it last looked.
        case working
        /// There is work in `shared`.
        case hasSharedWork
        /// The loop waits, or is about to, and whoever queues work has to wake it.
        case sleeping
    }

    /// The value of `thread` that lets nobody in: the loop has not started yet, or was stopped.
    private static let nobody = UInt.max
    /// The value of `thread` while the loop's own waits.
    private static let anybody: UInt = 0

    /// Jobs from other threads, and callbacks.
    private let shared = Mutex<[Work]>([])
    private let state = Atomic<State>(.working)
    /// The thread whose turn it is: the loop's own, unless that waits.
    private let thread = Atomic<UInt>(nobody)
    private let wakeup: WakeupPipe
    /// Runs tasks that prefer the loop's thread.
    package let tasks = Tasks()
    #if DEBUG
    private let stepHook = Mutex<(@Sendable () -> Void)?>(nil)

    /// Has `hook` called before each piece of work, on the loop: for tests that interrupt something
    /// at its every step.
    package func onStep(_ hook: (@Sendable () -> Void)?) {
        stepHook.withLock { $0 = hook }
    }
    #endif

    private let poller: any Poller
    // Not checked for overlapping accesses at run time, which costs more than the accesses: they
    // are confined to one thread, and none calls out to code that could make another.
    /// Jobs queued on the loop itself: apart from the rest, since they need no lock and no cleanup.
    @safe @exclusivity(unchecked) private var local: [Job] = []
    /// By descriptor, which are small numbers and used again.
    @safe @exclusivity(unchecked) private var handlers: [((PollInterest) -> Void)?] = []
    @safe @exclusivity(unchecked) private var timers = TimerQueue()
    @safe @exclusivity(unchecked) private var isStopping = false
    /// When the loop's thread wakes up by itself.
    @safe @exclusivity(unchecked) private var wakesAt = Int64.max

    /// Starts a loop on a thread of its own.
    package init(poller kind: PollerKind = .platformDefault) {
        wakeup = WakeupPipe()
        poller = kind.makePoller()
        poller.watch(wakeup.readEnd, for: .read)
        unsafe tasks.loop = self
        startThread()
        while thread.load(ordering: .acquiring) == Self.nobody { sched_yield() }
    }

    private func startThread() {
        // The thread holds the loop until `stop()`.
        let context = unsafe Unmanaged.passRetained(self)
        #if canImport(Darwin)
        var handle: pthread_t?
        #else
        var handle = pthread_t()
        #endif
        let status = unsafe pthread_create(
            &handle, nil,
            { context in
                #if canImport(Darwin)
                let loop = unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue()
                #else
                guard let context = unsafe context else { return nil }
                let loop = unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue()
                #endif
                loop.run()
                return nil
            }, context.toOpaque())
        precondition(status == 0, "pthread_create failed: the process is out of threads")
        #if canImport(Darwin)
        if let handle { unsafe pthread_detach(handle) }
        #else
        pthread_detach(handle)
        #endif
    }

    /// Whether the caller runs on this loop's thread, or in its place.
    package var isCurrent: Bool {
        thread.load(ordering: .relaxed) == currentThreadID()
    }

    /// Stops the thread once the work already queued is done.
    ///
    /// For loops made by tests.
    package func stop() {
        execute { self.isStopping = true }
    }

    // MARK: Work

    package func enqueue(_ job: consuming ExecutorJob) {
        enqueue(Job(job: UnownedJob(job), isActors: true))
    }

    private func enqueue(_ job: Job) {
        if isCurrent {
            local.append(job)
        } else {
            share(.job(job))
        }
    }

    /// Runs a closure on the loop's thread, soon.
    package func execute(_ callback: @escaping @Sendable () -> Void) {
        share(.callback(callback))
    }

    private func share(_ work: Work) {
        shared.withLock { $0.append(work) }
        let before = state.exchange(.hasSharedWork, ordering: .acquiringAndReleasing)
        if before == .sleeping { wakeup.signal() }
    }

    package func checkIsolated() {
        precondition(isCurrent, "called off the connection's event loop")
    }

    package func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    // MARK: Descriptors and timers, on the loop only

    /// Calls `handler` whenever the descriptor is ready for what it is watched for.
    package func register(
        _ descriptor: Int32, for interest: PollInterest, handler: @escaping (PollInterest) -> Void
    ) {
        assertOnLoop()
        let index = Int(descriptor)
        if index >= handlers.count {
            handlers.append(contentsOf: repeatElement(nil, count: index + 1 - handlers.count))
        }
        handlers[index] = handler
        poller.watch(descriptor, for: interest)
    }

    /// Changes what a registered descriptor is watched for.
    package func update(_ descriptor: Int32, for interest: PollInterest) {
        assertOnLoop()
        poller.watch(descriptor, for: interest)
    }

    /// Stops watching a descriptor, which must still be open.
    package func deregister(_ descriptor: Int32) {
        assertOnLoop()
        handlers[Int(descriptor)] = nil
        poller.forget(descriptor)
    }

    /// Calls `action` at `deadline` unless the timer is cancelled first.
    package func schedule(
        at deadline: ContinuousClock.Instant, _ action: @escaping () -> Void
    ) -> TimerQueue.ID {
        assertOnLoop()
        return timers.add(at: deadline, action)
    }

    package func cancelTimer(_ timer: TimerQueue.ID) {
        assertOnLoop()
        timers.cancel(timer)
    }

    private func assertOnLoop() {
        assert(isCurrent, "event loop state touched from another thread")
    }

    // MARK: The thread

    private func run() {
        thread.store(currentThreadID(), ordering: .releasing)
        EventLoopThreads.add(currentThreadID())
        defer { EventLoopThreads.remove(currentThreadID()) }
        var batch = Batch()
        while true {
            runQueuedWork(&batch)
            if isStopping, !hasQueuedWork { return thread.store(Self.nobody, ordering: .releasing) }
            let count = wait()
            for index in 0..<count {
                let event = poller.event(at: index)
                if event.descriptor == wakeup.readEnd {
                    wakeup.drain()
                } else {
                    step()
                    handlers[Int(event.descriptor)]?(event.ready)
                }
            }
            runDueTimers()
        }
    }

    /// Runs what is queued.
    ///
    /// Bounded in rounds, so that jobs that queue jobs cannot starve the sockets.
    private func runQueuedWork(_ batch: inout Batch) {
        for _ in 0..<32 {
            runSharedWork(&batch.shared)
            if local.isEmpty { return }
            swap(&batch.local, &local)
            for job in batch.local { run(job) }
            batch.local.removeAll(keepingCapacity: true)
        }
    }

    /// Tells a test of the next piece of work; nothing in a release build.
    @inline(__always)
    private func step() {
        #if DEBUG
        stepHook.withLock { $0 }?()
        #endif
    }

    @inline(__always)
    private func run(_ job: Job) {
        step()
        let tasks = unsafe tasks.asUnownedTaskExecutor()
        if job.isActors {
            unsafe job.job.runSynchronously(on: asUnownedSerialExecutor())
        } else {
            unsafe job.job.runSynchronously(on: tasks)
        }
    }

    /// Runs jobs from other threads, and callbacks.
    private func runSharedWork(_ batch: inout [Work]) {
        // Without a lock when there is nothing. The state is reset before the work is taken: what
        // is queued in between is then announced again, at worst in vain.
        guard state.load(ordering: .acquiring) == .hasSharedWork else { return }
        state.store(.working, ordering: .sequentiallyConsistent)
        shared.withLock { swap(&batch, &$0) }
        for work in batch {
            switch work {
            case .job(let job): run(job)
            case .callback(let callback):
                step()
                callback()
            }
        }
        batch.removeAll(keepingCapacity: true)
    }

    private var hasQueuedWork: Bool {
        !local.isEmpty || state.load(ordering: .acquiring) == .hasSharedWork
    }

    /// Waits for descriptors and timers, if nothing is queued, and returns how many are ready.
    private func wait() -> Int {
        guard local.isEmpty else { return poller.wait(milliseconds: 0) }
        let timeout = timers.isEmpty ? -1 : timers.millisecondsUntilNext(from: TimerQueue.now)
        wakesAt = timers.earliest
        let (isAsleep, _) = state.compareExchange(
            expected: .working, desired: .sleeping, ordering: .acquiringAndReleasing)
        guard isAsleep else { return poller.wait(milliseconds: 0) }
        thread.store(Self.anybody, ordering: .releasing)
        let count = poller.wait(milliseconds: timeout)
        // A turn is over in microseconds.
        while !takeTurn(of: currentThreadID()) { sched_yield() }
        // Others need not wake the loop any more.
        _ = state.compareExchange(
            expected: .sleeping, desired: .working, ordering: .acquiringAndReleasing)
        return count
    }

    // MARK: Turns

    /// Runs `body` at once if the caller is on the loop's thread or can take its place; `nil` if not.
    ///
    /// It can while the loop's thread waits and nobody else took its place. What is a few microseconds
    /// of work then costs no change of threads, which takes longer. `body` must not wait for anything.
    @inline(__always)
    package func withTurn<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result?
    ) throws(Failure) -> Result? {
        if isCurrent { return try body() }
        guard enter() else { return nil }
        defer { leave() }
        return try body()
    }

    private func enter() -> Bool {
        guard
            poller.canChangeWhileWaiting, state.load(ordering: .relaxed) == .sleeping,
            takeTurn(of: currentThreadID())
        else { return false }
        step()
        return true
    }

    private func leave() {
        let mustWake = !local.isEmpty || timers.earliest < wakesAt
        thread.store(Self.anybody, ordering: .releasing)
        if mustWake { wakeup.signal() }
    }

    private func takeTurn(of newThread: UInt) -> Bool {
        thread.compareExchange(
            expected: Self.anybody, desired: newThread, ordering: .acquiring
        ).exchanged
    }

    private func runDueTimers() {
        guard !timers.isEmpty else { return }
        let now = TimerQueue.now
        while let action = timers.popDue(until: now) {
            step()
            action()
        }
    }
}
