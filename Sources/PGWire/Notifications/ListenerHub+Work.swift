import Logging
import PGCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ListenerHub {
    /// Keeps the server in line with what is wanted, until nothing is.
    func work() async {
        var failures = 0
        repeat {
            look()
            do throws(PGError) {
                try await settle()
                failures = 0
                if !table.isEmpty { try await watch() }
            } catch {
                giveUpConnection(because: error)
                guard case .made = link else {
                    end(.failure(error))
                    continue
                }
                failures += 1
                if !table.isEmpty { await pause(after: failures, because: error) }
            }
            if table.isEmpty { giveUpConnection(because: .connectionIsClosed) }
        } while !mayEnd()
    }

    /// Waits for something to do, and asks an idle connection for a sign of life now and then.
    private func watch() async throws(PGError) {
        await rest(until: .now + Self.keepAlive)
        guard !hasNews, case .made = link, let connection else { return }
        try await connection.executeAll([""], by: .now + Self.keepAlive)[0].get()
        lastHeard = Date()
    }

    /// Makes the server listen to what is wanted, and to nothing else.
    ///
    /// - Throws: Why the connection is of no use.
    private func settle() async throws(PGError) {
        // A given connection goes on when nobody listens, and is told so.
        guard !table.isEmpty || (connection != nil && !table.difference.isEmpty) else { return }
        let connection = try await reach()
        while !table.difference.isEmpty {
            let difference = table.difference
            let names = difference.unlisten + difference.listen
            let verbs =
                difference.unlisten.map { _ in "UNLISTEN " }
                + difference.listen.map { _ in "LISTEN " }
            let deadline: ContinuousClock.Instant? =
                if case .made = link { .now + Self.keepAlive } else { nil }
            let answers = await connection.executeAll(
                zip(verbs, names).map { $0 + SQLIdentifier.quote($1) }, by: deadline)
            guard self.connection === connection else { throw lossReason ?? .connectionIsClosed }
            for (index, answer) in answers.enumerated() {
                if index < difference.unlisten.count {
                    // In a failed transaction the server refuses; the messages then go to nobody.
                    table.didUnlisten(names[index])
                } else {
                    try didListen(to: names[index], answer)
                }
            }
        }
        lastHeard = Date()
        for resumption in table.takeResumptions() {
            resumption.subscriber.put(.gap(since: resumption.since))
            for held in resumption.held { resumption.subscriber.put(.notification(held)) }
        }
        answerSettled()
    }

    private func didListen(
        to channel: String, _ answer: Result<Void, PGError>
    ) throws(PGError) {
        guard case .failure(let error) = answer else {
            table.didListen(to: channel)
            return
        }
        // Those who ask now can be told; for those who listened before, it has to be tried again.
        failWaiting(for: channel, error)
        if table.isWanted(channel) { throw error }
    }

    private func reach() async throws(PGError) -> Connection {
        if let connection { return connection }
        guard case .made(let make) = link else { throw lossReason ?? .connectionIsClosed }
        let made = try await make()
        guard adopt(made) else {
            await made.close()
            throw .connectionIsClosed
        }
        return made
    }

    /// Takes a new connection over, unless it or the hub has ended meanwhile.
    private func adopt(_ made: Connection) -> Bool {
        guard !isClosed, made.assumeIsolated({ $0.startDelivering(to: self) }) else { return false }
        connection = made
        return true
    }

    private func giveUpConnection(because reason: PGError) {
        guard case .made = link else { return }
        // Closing it tells the hub, so that everybody is owed word of the gap.
        connection?.assumeIsolated { $0.connectionLost(reason) }
        connection = nil
    }

    /// Waits before the next attempt, longer after each, at random so that many do not come at once.
    ///
    /// Those who only now asked to listen are told what is wrong.
    private func pause(after failures: Int, because error: PGError) async {
        logger.warning(
            "the listening connection was lost",
            metadata: ["error": "\(error)", "attempt": "\(failures)"])
        failWaiting(error)
        let limit = min(30_000, 50 << min(failures - 1, 10))
        let end = ContinuousClock.now + .milliseconds(Int.random(in: limit / 2...limit))
        while ContinuousClock.now < end, !table.isEmpty, !isClosed {
            await rest(until: end)
            look()
        }
    }
}
