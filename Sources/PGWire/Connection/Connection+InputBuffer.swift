extension Connection {
    /// The number of reads after which a result counts as large: about 50 KB at libpq's start.
    static let readsOfLargeResult = 4

    /// The bytes of the message that makes libpq's input buffer grow, to the next power of two.
    ///
    /// It is also more than glibc's allocator takes from its heap. Freeing it makes the allocator
    /// keep more before it gives memory back to the system, which it would otherwise do, and undo,
    /// with the memory of every large result: measured at a third of the gain.
    private static let messageSize = 150_000

    /// Notes a result that took many reads, so that the next ones take fewer.
    ///
    /// libpq starts with a buffer of 16 KB and reads no more than that at a time, however much has
    /// arrived: each piece is a system call, and usually a sleep as well.
    func noteLargeResult() {
        guard inputBuffer == .small else { return }
        switch transactionStatus {
        case .idle, .inTransaction: inputBuffer = .tooSmall
        case .inFailedTransaction, .active, .unknown: break
        }
    }

    /// Makes libpq's input buffer larger, once for a connection.
    ///
    /// The buffer has no setting: it grows to hold a large message, and stays so. The message goes
    /// ahead of the next statement in the pipeline, where it costs no round trip, and nobody waits
    /// for it. Should it fail, nothing is lost but the gain.
    func growInputBuffer() {
        inputBuffer = .large
        lastRequestID += 1
        let sql = "SELECT pg_catalog.repeat(' ', \(Self.messageSize))"
        start(Request(id: lastRequestID, .once(sql), text: sql), deadline: nil)
    }

    package enum InputBuffer {
        case small
        /// To be grown with the next statement.
        case tooSmall
        case large
    }
}
