import PGCore

/// One connection to be made: goes through the hosts and their addresses until one takes it.
struct Connector: Sendable {
    let parameters: ConnectionParameters
    let configuration: ConnectionConfiguration
    /// What the pool knows of a pooler.
    let statements: StatementCache
    /// When all of it has to be over.
    let deadline: ContinuousClock.Instant
    /// Whether that is the task's deadline rather than the configured time.
    let isTaskDeadline: Bool
    /// How names are looked up; tests have names of their own.
    var lookUp: LookUp = HostResolver.addresses

    typealias LookUp =
        @Sendable (String, ContinuousClock.Instant) async throws(PGError) -> [String]

    init(
        _ parameters: ConnectionParameters, _ configuration: ConnectionConfiguration,
        _ statements: StatementCache
    ) {
        self.parameters = parameters
        self.statements = statements
        self.configuration = configuration
        let own = ContinuousClock.now + configuration.connectTimeout
        let task = Deadline.current
        deadline = task.map { min($0, own) } ?? own
        isTaskDeadline = deadline != own
    }

    private struct Failure {
        let place: String
        let error: PGError
    }

    /// Connects.
    ///
    /// Cancelling the task ends the wait at once; the side thread notices and drops the socket.
    ///
    /// - Throws: `PGError.Code.connectionFailed` that names every address tried and why not,
    ///   `PGError.Code.deadlineExceeded` or `PGError.Code.cancelled`.
    func connect() async throws(PGError) -> ConnectAttempt.Connected {
        var failures: [Failure] = []
        for target in parameters.plan.passes {
            for host in parameters.plan.orderedHosts() {
                let candidates: [ConnectPlan.Candidate]
                do throws(PGError) {
                    candidates = try await self.candidates(host)
                } catch {
                    try note(error, at: host.name, &failures)
                    continue
                }
                for candidate in candidates {
                    do throws(PGError) {
                        return try await attempt(candidate, target)
                    } catch {
                        try note(error, at: candidate.description, &failures)
                    }
                }
            }
        }
        throw summary(failures)
    }

    private func candidates(
        _ host: ConnectPlan.Host
    ) async throws(PGError) -> [ConnectPlan.Candidate] {
        guard host.needsLookUp else {
            return [ConnectPlan.Candidate(host: host, address: host.address)]
        }
        let addresses = try await lookUp(host.name, attemptDeadline)
        return parameters.plan.candidates(host, addresses)
    }

    private var attemptDeadline: ContinuousClock.Instant {
        min(deadline, .now + parameters.attemptTimeout)
    }

    /// Tries one address; the server learns the time limit of statements on the way, unless a pooler
    /// is there that passes no settings on.
    private func attempt(
        _ candidate: ConnectPlan.Candidate, _ target: TargetServer
    ) async throws(PGError) -> ConnectAttempt.Connected {
        guard let limited = parameters.limitedKeywords, !statements.refusesOptions else {
            return try await attempt(candidate, target, with: parameters.keywords)
        }
        do throws(PGError) {
            return try await attempt(candidate, target, with: limited)
        } catch {
            // Settings of the user's own are not left out.
            guard error.refusesOptions, parameters.keywords["options"]?.isEmpty != false else {
                throw error
            }
            statements.foundRefusalOfOptions()
        }
        return try await attempt(candidate, target, with: parameters.keywords)
    }

    private func attempt(
        _ candidate: ConnectPlan.Candidate, _ target: TargetServer, with basis: [String: String]
    ) async throws(PGError) -> ConnectAttempt.Connected {
        var keywords = basis
        keywords["host"] = candidate.host.name
        keywords["hostaddr"] = candidate.address
        keywords["port"] = candidate.host.port
        keywords["target_session_attrs"] = target.rawValue
        if let provider = configuration.password, parameters.authentication?.wantsPassword ?? true {
            keywords["password"] = try await password(provider, candidate.host)
        }
        return try await ConnectAttempt.connect(
            keywords, checking: parameters.authentication, by: attemptDeadline)
    }

    /// Asks for the password, on Swift's own threads and never for longer than there is time.
    private func password(
        _ provider:
            @escaping @Sendable (ConnectionConfiguration.PasswordRequest) async throws ->
            String,
        _ host: ConnectPlan.Host
    ) async throws(PGError) -> String {
        let user = parameters.keywords["user"] ?? ""
        let request = ConnectionConfiguration.PasswordRequest(
            host: host.name.isEmpty ? host.address ?? "" : host.name, port: Int(host.port),
            user: user, database: parameters.keywords["dbname"] ?? user)
        let race = Race<String>()
        let task = Task.detached {
            do {
                race.finish(.success(try await provider(request)))
            } catch {
                race.finish(
                    .failure(
                        PGError(.passwordUnavailable, "the password could not be fetched")
                            .caused(by: error)))
            }
        }
        defer { task.cancel() }
        let password = try await race.value(
            by: deadline,
            orThrow: PGError(.passwordUnavailable, "the password was not fetched in time"))
        guard !password.utf8.contains(0) else {
            throw PGError(.passwordUnavailable, "the password contains a zero byte")
        }
        return password
    }

    /// Remembers why an address did not do; throws when no other can do better.
    private func note(
        _ error: PGError, at place: String, _ failures: inout [Failure]
    ) throws(PGError) {
        guard error.code != .cancelled else { throw error }
        failures.append(Failure(place: place, error: error))
        if error.isFinal { throw summary(failures) }
        if ContinuousClock.now >= deadline {
            throw summary(failures, hint: "The time for connecting was up: see connectTimeout")
        }
    }

    private func summary(_ failures: [Failure], hint: String? = nil) -> PGError {
        let isLate = ContinuousClock.now >= deadline && isTaskDeadline
        let code: PGError.Code = isLate ? .deadlineExceeded : .connectionFailed
        guard let last = failures.last else {
            return PGError(code, "the name of the server has no address").executed(.notSent)
        }
        let text =
            failures.count == 1
            ? last.error.message
            : "no server could be connected to: "
                + failures.map { "\($0.place): \($0.error.message)" }.joined(separator: "; ")
        let refusal =
            last.error.refusesOptions
            ? "A pooler passes no settings on: make them with ALTER ROLE … SET instead" : nil
        var error = PGError(code, text, hint: last.error.hint ?? refusal ?? hint)
            .executed(.notSent)
        if let server = last.error.server { error = error.reported(by: server) }
        if let underlying = last.error.underlying { error = error.caused(by: underlying) }
        if failures.count > 1 {
            for failure in failures { error = error.suppressing(failure.error) }
        }
        return error
    }
}

extension PGError {
    /// Whether PgBouncer refused the settings that came with the start-up message: before 1.20 all of
    /// them, later those it does not keep track of.
    fileprivate var refusesOptions: Bool {
        code == .connectionFailed && message.contains("unsupported startup parameter")
    }

    /// Whether trying further servers makes no sense, or would show them the password in vain.
    fileprivate var isFinal: Bool {
        switch sqlState?.class {
        case .some("28"), .some("3D"): true
        default: code == .passwordUnavailable || code == .authenticationRefused
        }
    }
}

extension PGError.Code {
    // Never seen outside: the summary of all attempts has a code of its own.
    static let passwordUnavailable = PGError.Code(rawValue: "passwordUnavailable")
    static let authenticationRefused = PGError.Code(rawValue: "authenticationRefused")
}
