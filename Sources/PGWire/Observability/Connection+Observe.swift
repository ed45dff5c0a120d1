import Logging
import PGCore

extension Connection {
    /// What a connection reports to, when there is anything to report to.
    final class Observation: Sendable {
        let observers: [any StatementObserver]
        let slow: SlowStatements?
        let server: ServerEndpoint
        /// Those who want to know how long decoding takes.
        let decodingObservers: [any StatementObserver]

        init(_ observers: [any StatementObserver], slow: SlowStatements?, server: ServerEndpoint) {
            self.observers = observers
            self.slow = slow
            self.server = server
            decodingObservers = observers.filter(\.measuresDecoding)
        }

        /// The rows, with their decoding measured if anybody wants that.
        func measuring(_ rows: Rows, of statement: SQLStatement) -> Rows {
            guard !decodingObservers.isEmpty, rows.count > 0 else { return rows }
            let (observers, server) = (decodingObservers, server)
            return rows.timed(
                by: DecodeClock { duration, valueCount in
                    let decoding = StatementDecoding(
                        statement: statement, server: server, duration: duration,
                        valueCount: valueCount)
                    for observer in observers { observer.decoded(decoding) }
                })
        }
    }

    /// How an observed statement was sent.
    struct Sending {
        /// When it was asked for, then when it was sent.
        var time: ContinuousClock.Instant
        /// What went ahead of it.
        var openings: [String] = []
    }

    /// Notes when an observed statement is sent, and what goes ahead of it.
    func noteSending(of request: Request) {
        guard sendings[request.id] != nil else { return }
        sendings[request.id] = Sending(time: .now, openings: openings)
    }

    /// Runs a statement and reports it.
    func observed(
        _ statement: SQLStatement, by observation: Observation,
        _ run: (isolated Connection) async throws(PGError) -> Rows
    ) async throws(PGError) -> Rows {
        let start = ContinuousClock.now
        // Its first request gets the next number, before anything else can happen here.
        let request = lastRequestID + 1
        sendings[request] = Sending(time: start)
        defer { sendings[request] = nil }
        do throws(PGError) {
            let rows = try await run(self)
            let end = ContinuousClock.now
            let sent = sendings[request] ?? Sending(time: start)
            let plan = await plan(of: statement, ran: start.duration(to: end), observation)
            report(
                statement, sent, (start, end), rows: rows.affectedRows, nil, plan, to: observation)
            return observation.measuring(rows, of: statement)
        } catch {
            let sent = sendings[request] ?? Sending(time: start)
            report(statement, sent, (start, .now), rows: 0, error, nil, to: observation)
            throw error
        }
    }

    /// Reports statements without parameters that were sent one right after the other.
    func report(
        _ texts: [String], _ answers: [Result<Void, PGError>], since start: ContinuousClock.Instant
    ) {
        guard let observation else { return }
        for (text, answer) in zip(texts, answers) {
            var error: PGError?
            if case .failure(let failure) = answer { error = failure }
            report(
                Self.statement(of: text), Sending(time: start), (start, .now), rows: 0, error, nil,
                to: observation)
        }
    }

    func report(
        _ statement: SQLStatement, _ sent: Sending,
        _ times: (start: ContinuousClock.Instant, end: ContinuousClock.Instant),
        rows: Int, _ error: PGError?, _ plan: String?, to observation: Observation,
        isPaced: Bool = false
    ) {
        let execution = StatementExecution(
            statement: statement, sentAhead: sent.openings, server: observation.server,
            start: times.start, queued: times.start.duration(to: sent.time),
            duration: times.start.duration(to: times.end), rowCount: rows, error: error, plan: plan)
        if let slow = observation.slow, !isPaced, execution.duration >= slow.threshold {
            logger.warning("slow statement", metadata: execution.metadata)
        }
        for observer in observation.observers { observer.ended(execution) }
    }

    /// Asks for a slow statement's plan, if that is wanted and can do no harm.
    private func plan(
        of statement: SQLStatement, ran duration: Duration, _ observation: Observation
    ) async -> String? {
        guard let slow = observation.slow, slow.explains, duration >= slow.threshold,
            transactionStatus == .idle, openings.isEmpty, !Task.isCancelled
        else { return nil }
        var scanner = SQLWordScanner(statement.text)
        switch scanner.next() {
        case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "TABLE": break
        default: return nil
        }
        var explain: SQLStatement = "EXPLAIN "
        explain.append(statement)
        let isShared = isShared
        let lines = try? await withDeadline(slow.explainTimeout) {
            try await executeUnobserved(explain, shared: isShared).decode(String.self)
        }
        return lines?.joined(separator: "\n")
    }

    /// Hands on what the server said out of turn.
    func report(_ notice: ServerError) {
        logger.debug(
            "notice",
            metadata: [
                "severity": "\(notice.severity)", "code": "\(notice.sqlState)",
                "message": "\(notice.message)",
            ])
        guard let observation else { return }
        for observer in observation.observers { observer.noticed(notice, on: observation.server) }
    }

    /// Every setting the server reports by itself, as it is now.
    ///
    /// See ``parameterStatus(_:)``.
    public var parameterStatuses: [String: String] {
        var values: [String: String] = [:]
        for name in Self.reportedParameters { values[name] = parameterStatus(name) }
        return values
    }

    /// The settings servers up to version 18 report.
    private static let reportedParameters = [
        "application_name", "client_encoding", "DateStyle", "default_transaction_read_only",
        "in_hot_standby", "integer_datetimes", "IntervalStyle", "is_superuser",
        "scram_iterations", "search_path", "server_encoding", "server_version",
        "session_authorization", "standard_conforming_strings", "TimeZone",
    ]
}
