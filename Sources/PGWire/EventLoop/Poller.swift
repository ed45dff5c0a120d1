/// What a descriptor is watched for.
package struct PollInterest: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let read = PollInterest(rawValue: 1)
    package static let write = PollInterest(rawValue: 2)
}

/// A descriptor that is ready, or broken: then it is reported as readable, and reading tells.
package struct PollEvent: Sendable, Equatable {
    package let descriptor: Int32
    package let ready: PollInterest

    package init(descriptor: Int32, ready: PollInterest) {
        self.descriptor = descriptor
        self.ready = ready
    }
}

/// Waits for descriptors, level-triggered.
///
/// Level-triggered on purpose: libpq does not always drain a socket, and with an edge the rest
/// would never be announced.
package protocol Poller: AnyObject {
    /// Whether another thread may change what is watched while one waits, and is heeded at once.
    var canChangeWhileWaiting: Bool { get }

    /// Watches a descriptor, or changes what it is watched for. An empty interest pauses it.
    func watch(_ descriptor: Int32, for interest: PollInterest)

    /// Forgets a descriptor. It must still be open.
    func forget(_ descriptor: Int32)

    /// Waits until something is ready or the time is over, and returns how many descriptors are.
    ///
    /// - Parameter milliseconds: How long to wait; negative waits without end, zero not at all.
    func wait(milliseconds: Int32) -> Int

    /// Returns one of those the last wait found.
    func event(at index: Int) -> PollEvent
}

/// Which implementation of ``Poller`` an event loop uses.
package enum PollerKind: Sendable, CaseIterable {
    #if os(Linux)
    /// Linux's epoll.
    case epoll
    #endif
    /// POSIX `poll(2)`, which exists everywhere.
    case poll

    package static var platformDefault: PollerKind {
        #if os(Linux)
        .epoll
        #else
        .poll
        #endif
    }

    package func makePoller() -> any Poller {
        switch self {
        #if os(Linux)
        case .epoll: EpollPoller()
        #endif
        case .poll: PollPoller()
        }
    }
}
