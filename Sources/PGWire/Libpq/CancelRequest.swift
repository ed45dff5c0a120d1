#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One cancel request by the functions that libpq has from version 17 on: encrypted as the
/// connection is, and bounded in time.
///
/// `@unchecked Sendable`: made on the connection's thread, and used by one other afterwards.
@safe
final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let functions: Functions

    /// Copies what it needs from a connection, on that connection's thread.
    ///
    /// Returns `nil` where libpq lacks the functions.
    @unsafe init?(for connection: OpaquePointer) {
        guard let functions = unsafe Functions.loaded else { return nil }
        guard let pointer = unsafe functions.create(connection) else { return nil }
        unsafe self.pointer = pointer
        unsafe self.functions = functions
    }

    deinit {
        unsafe functions.finish(pointer)
    }

    /// Sends the request and waits until the server has taken it, at most until `deadline`.
    ///
    /// Blocks. Returns libpq's complaint.
    func send(by deadline: ContinuousClock.Instant) -> String? {
        guard unsafe functions.start(pointer) == 1 else { return complaint }
        var step = Step.writing
        while true {
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else { return "the server did not answer in time" }
            let isReady = SocketWait.wait(
                unsafe functions.socket(pointer), writing: step == .writing, atMost: remaining)
            guard isReady else { continue }
            guard let next = Step(rawValue: unsafe functions.poll(pointer)) else {
                return complaint
            }
            switch next {
            case .done: return nil
            case .failed: return complaint
            case .reading, .writing: step = next
            }
        }
    }

    private var complaint: String {
        unsafe functions.errorMessage(pointer).map { unsafe String(cString: $0) } ?? "unknown error"
    }

    /// libpq's `PostgresPollingStatusType`.
    private enum Step: Int32 {
        case failed = 0
        case reading = 1
        case writing = 2
        case done = 3
    }

    @unsafe private struct Functions: @unchecked Sendable {
        // Protected by being immutable: addresses of functions, which never change.
        typealias Make = @convention(c) (OpaquePointer?) -> OpaquePointer?
        typealias Ask = @convention(c) (OpaquePointer?) -> Int32
        typealias Message = @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
        typealias End = @convention(c) (OpaquePointer?) -> Void

        let create: Make
        let start: Ask
        let poll: Ask
        let socket: Ask
        let errorMessage: Message
        let finish: End

        static let loaded = unsafe Functions()

        private init?() {
            guard let create = unsafe LibpqSymbols.function("PQcancelCreate", as: Make.self),
                let start = unsafe LibpqSymbols.function("PQcancelStart", as: Ask.self),
                let poll = unsafe LibpqSymbols.function("PQcancelPoll", as: Ask.self),
                let socket = unsafe LibpqSymbols.function("PQcancelSocket", as: Ask.self),
                let message = unsafe LibpqSymbols.function(
                    "PQcancelErrorMessage", as: Message.self),
                let finish = unsafe LibpqSymbols.function("PQcancelFinish", as: End.self)
            else { return nil }
            unsafe self.create = create
            unsafe self.start = start
            unsafe self.poll = poll
            unsafe self.socket = socket
            unsafe self.errorMessage = message
            unsafe self.finish = finish
        }
    }
}

/// Waiting for a socket on a thread that may block.
enum SocketWait {
    /// Whether the socket became ready; it also does when it is broken.
    static func wait(_ socket: Int32, writing: Bool, atMost limit: Duration) -> Bool {
        var descriptor = pollfd(
            fd: socket, events: Int16(writing ? POLLOUT : POLLIN), revents: 0)
        let milliseconds = min(limit / .milliseconds(1), 60_000)
        return unsafe poll(&descriptor, 1, Int32(milliseconds) + 1) > 0
    }
}
