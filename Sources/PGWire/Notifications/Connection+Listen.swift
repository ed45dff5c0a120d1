import PGCore

extension Connection {
    /// Returns the messages sent to channels, heard on this very connection.
    ///
    /// The server is asked to listen when iteration starts, and to stop when it ends. Statements may run
    /// on the connection meanwhile; the server holds messages back while a transaction is open. When
    /// the connection is lost the sequence throws: ``ConnectionPool/listen(_:buffer:)`` survives that.
    ///
    /// - Parameters:
    ///   - channels: The channels' names, case-sensitive, at most 63 bytes each.
    ///   - buffer: What happens to messages that come faster than they are read.
    public nonisolated func listen(
        _ channels: String..., buffer: NotificationBufferPolicy = .dropOldest()
    ) -> Notifications {
        Notifications(channels: channels, buffer: buffer) { () async throws(PGError) in
            try await self.listenerHub()
        }
    }

    /// Returns the hub that listens on this connection, made when it is first needed.
    func listenerHub() throws(PGError) -> ListenerHub {
        try requireLease()
        guard isOpen else { throw (closeReason ?? .connectionIsClosed).executed(.notSent) }
        if let listener { return listener }
        // The pool resets what it gets back, and so it listens no more.
        hasSessionState = true
        let hub = ListenerHub(on: loop, link: .given(self), listenTimeout: nil, logger: logger)
        listener = hub
        return hub
    }

    /// Hands what comes to a hub.
    ///
    /// Returns whether the connection is open.
    func startDelivering(to hub: ListenerHub) -> Bool {
        guard isOpen else { return false }
        listener = hub
        return true
    }

    /// Ends the sequences of the last user of a connection that goes back to the pool.
    func stopListening() {
        guard let hub = listener.take() else { return }
        hub.assumeIsolated { hub in
            hub.end(.failure(PGError(.closed, "the connection went back to its pool")))
        }
    }

    /// Hands the messages that came to whoever listens; nobody else's pile up in libpq.
    func deliverNotifications() {
        while let notification = handle?.nextNotification() {
            listener?.assumeIsolated { $0.received(notification) }
        }
    }

    /// Sends statements that need no parameters in one go, and waits for all of them.
    ///
    /// Not ended by the task's cancellation.
    func executeAll(
        _ statements: [String], by deadline: ContinuousClock.Instant?
    ) async -> [Result<Void, PGError>] {
        let requests = statements.map { sql in
            lastRequestID += 1
            let request = Request(id: lastRequestID, .once(sql), text: sql)
            start(request, deadline: deadline)
            return request
        }
        var answers: [Result<Void, PGError>] = []
        for request in requests { answers.append(await request.wait().map { _ in }) }
        return answers
    }
}
