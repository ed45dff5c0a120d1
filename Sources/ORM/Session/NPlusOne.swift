import PGCore

/// What a session does when the same line asks the server again and again for one instance at a time.
///
/// Such a line is usually in a loop over what a query found, and sends N statements where one more
/// would do.
public enum NPlusOnePolicy: Sendable, Hashable {
    /// Nothing.
    case off
    /// Writes a warning into the pool's log, once for each line and transaction, when a line asks more
    /// than this many times.
    case log(after: Int)
    /// Throws `PGError.Code.nPlusOne` when a line asks more than this many times: for tests.
    case `throw`(after: Int)

    fileprivate var limit: Int? {
        switch self {
        case .off: nil
        case .log(let limit), .throw(let limit): limit
        }
    }
}

/// Counts what the same line asks for in one transaction.
struct NPlusOneCounter {
    private struct Site: Hashable {
        let fileID: String
        let line: UInt
        let subject: String
    }

    private var counts: [Site: Int] = [:]

    /// Returns what is to be said about one more question, if anything.
    mutating func count(
        _ subject: String, hint: String, _ policy: NPlusOnePolicy, _ fileID: String, _ line: UInt
    ) -> PGError? {
        guard let limit = policy.limit else { return nil }
        let site = Site(fileID: fileID, line: line, subject: subject)
        counts[site, default: 0] += 1
        guard let count = counts[site], count == limit + 1 || (count > limit && policy.throws)
        else {
            return nil
        }
        return PGError(
            .nPlusOne, "\(subject) was loaded \(count) times by the same line, one at a time",
            hint: hint
        ).at(fileID, line)
    }

    mutating func reset() {
        if !counts.isEmpty { counts = [:] }
    }
}

extension NPlusOnePolicy {
    fileprivate var `throws`: Bool {
        if case .throw = self { true } else { false }
    }
}

extension SessionCore {
    /// Counts a load of one instance's relationship, or of one instance.
    ///
    /// - Throws: `PGError.Code.nPlusOne`, if the configuration asks for it.
    func noteSingle(
        _ subject: @autoclosure () -> String, hint: @autoclosure () -> String, _ fileID: String,
        _ line: UInt
    ) throws(PGError) {
        let policy = configuration.nPlusOne
        guard policy != .off else { return }
        let found = singles.count(subject(), hint: hint(), policy, fileID, line)
        guard let found else { return }
        if policy.throws { throw found }
        report(found)
    }
}
