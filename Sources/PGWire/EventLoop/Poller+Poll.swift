#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// ``Poller`` over POSIX `poll(2)`.
package final class PollPoller: Poller {
    private var descriptors: [pollfd] = []
    private var events: [PollEvent] = []

    package init() {}

    package var canChangeWhileWaiting: Bool { false }

    package func watch(_ descriptor: Int32, for interest: PollInterest) {
        var events: Int16 = 0
        if interest.contains(.read) { events |= Int16(POLLIN) }
        if interest.contains(.write) { events |= Int16(POLLOUT) }
        if let index = descriptors.firstIndex(where: { $0.fd == descriptor }) {
            descriptors[index].events = events
        } else {
            descriptors.append(pollfd(fd: descriptor, events: events, revents: 0))
        }
    }

    package func forget(_ descriptor: Int32) {
        descriptors.removeAll { $0.fd == descriptor }
    }

    package func event(at index: Int) -> PollEvent { events[index] }

    package func wait(milliseconds: Int32) -> Int {
        events.removeAll(keepingCapacity: true)
        let count = unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        guard count > 0 else { return 0 }
        for entry in descriptors where entry.revents != 0 {
            var ready: PollInterest = []
            if entry.revents & Int16(POLLOUT) != 0 { ready.insert(.write) }
            if entry.revents & ~Int16(POLLOUT) != 0 { ready.insert(.read) }
            events.append(PollEvent(descriptor: entry.fd, ready: ready))
        }
        return events.count
    }
}
