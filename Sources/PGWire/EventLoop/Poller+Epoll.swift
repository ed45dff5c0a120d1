#if os(Linux)
import CStrataSystem
import Glibc

/// ``Poller`` over Linux's epoll.
package final class EpollPoller: Poller {
    private let epoll: Int32
    private var known: Set<Int32> = []
    // Not checked for overlapping accesses: they are touched on one thread only.
    @safe @exclusivity(unchecked) private var descriptors = [Int32](repeating: 0, count: 64)
    @safe @exclusivity(unchecked) private var ready = [UInt8](repeating: 0, count: 64)

    package init() {
        epoll = strata_epoll_create()
        precondition(epoll >= 0, "epoll_create1 failed: the process is out of descriptors")
    }

    deinit {
        close(epoll)
    }

    package var canChangeWhileWaiting: Bool { true }

    package func watch(_ descriptor: Int32, for interest: PollInterest) {
        let isKnown = !known.insert(descriptor).inserted
        _ = strata_epoll_watch(
            epoll, descriptor, isKnown, interest.contains(.read), interest.contains(.write))
    }

    package func forget(_ descriptor: Int32) {
        guard known.remove(descriptor) != nil else { return }
        _ = strata_epoll_forget(epoll, descriptor)
    }

    package func wait(milliseconds: Int32) -> Int {
        let count = unsafe strata_epoll_wait(
            epoll, &descriptors, &ready, Int32(descriptors.count), milliseconds)
        return max(0, Int(count))
    }

    package func event(at index: Int) -> PollEvent {
        PollEvent(descriptor: descriptors[index], ready: PollInterest(rawValue: ready[index]))
    }
}
#endif
