import PGCore
import Synchronization

/// The statements a pool knows, by text, and how its connections prepare them.
///
/// Bounded: the least recently used go first.
final class StatementCache: Sendable {
    private struct State {
        var statements: [String: Entry] = [:]
        var clock = 0
        var naming = StatementNaming.always
        var pooler = Pooler.unknown
        var schemaVersion = 0
        var refusesOptions = false
    }

    private struct Entry {
        let statement: CachedStatement
        var lastUse: Int
    }

    /// What is known about a pooler such as PgBouncer between here and the server.
    enum Pooler: Sendable {
        /// Nobody has looked.
        case unknown
        /// Somebody is looking.
        case examined
        /// The server itself is at the other end.
        case absent
        /// Another process answers for the server.
        case present
    }

    private let state: Mutex<State>
    private let capacity: Int
    private let preparing: StatementPreparation
    /// What the pool knows of types that are not built in.
    let types = TypeCache()
    /// Rises when what connections know is out of date: each compares it with its own before a
    /// statement, which costs one load.
    private let currentEpoch = Atomic<Int>(0)

    init(preparing: StatementPreparation = .automatic, capacity: Int = 1024) {
        self.preparing = preparing
        self.capacity = max(8, capacity)
        var state = State()
        if preparing == .never { state.naming = .never }
        if preparing != .automatic { state.pooler = .absent }
        self.state = Mutex(state)
    }

    @inline(__always)
    var epoch: Int { currentEpoch.load(ordering: .relaxed) }

    /// When statements get names on the server, and how often the schema was seen to change.
    var news: (naming: StatementNaming, schemaVersion: Int) {
        state.withLock { ($0.naming, $0.schemaVersion) }
    }

    /// Returns the statement with this text, new or known.
    func statement(for text: String) -> CachedStatement {
        state.withLock { state in
            state.clock += 1
            if let index = state.statements.index(forKey: text) {
                state.statements.values[index].lastUse = state.clock
                return state.statements.values[index].statement
            }
            let statement = CachedStatement(text: text)
            guard statement.isKept else { return statement }
            if state.statements.count >= capacity { Self.evict(from: &state, keeping: capacity) }
            state.statements[text] = Entry(statement: statement, lastUse: state.clock)
            return statement
        }
    }

    /// Forgets what the server said about every statement: the schema has changed.
    func invalidateAll() {
        let statements = state.withLock { state in
            state.schemaVersion += 1
            return state.statements.values.map(\.statement)
        }
        for statement in statements { statement.forgetForm() }
        types.invalidate()
        currentEpoch.add(1, ordering: .relaxed)
    }

    /// Drops an eighth at once, so that the cost of looking for the oldest is rare.
    private static func evict(from state: inout State, keeping capacity: Int) {
        let oldest = state.statements.sorted { $0.value.lastUse < $1.value.lastUse }
        for (text, _) in oldest.prefix(max(1, capacity / 8)) { state.statements[text] = nil }
    }
}

extension StatementCache {
    /// Whether somebody should find out about a pooler; says yes once.
    func shouldLookForPooler() -> Bool {
        state.withLock { state in
            guard state.pooler == .unknown else { return false }
            state.pooler = .examined
            return true
        }
    }

    var pooler: Pooler { state.withLock { $0.pooler } }

    /// Whether it refuses settings in the start-up message, as only a pooler does.
    var refusesOptions: Bool { state.withLock { $0.refusesOptions } }

    /// Remembers that, so that only the first connection has to try twice.
    func foundRefusalOfOptions() {
        state.withLock { $0.refusesOptions = true }
        if pooler == .unknown { found(.present) }
    }

    /// Whether settings of a session may be somebody else's, as behind a pooler in transaction mode.
    var mayShareSessions: Bool {
        state.withLock { $0.refusesOptions || preparing != .automatic || $0.pooler != .absent }
    }

    /// Whether it is known what is at the other end.
    var hasLookedForPooler: Bool {
        switch pooler {
        case .unknown, .examined: false
        case .absent, .present: true
        }
    }

    /// Keeps what was found out; from then on a transaction behind a pooler takes no risk.
    func found(_ pooler: Pooler) {
        state.withLock { state in
            guard preparing == .automatic else { return }
            state.pooler = pooler
            if pooler == .present, state.naming == .always { state.naming = .outsideTransactions }
        }
        // Whoever has been careful until now has to hear of it.
        currentEpoch.add(1, ordering: .relaxed)
    }

    /// A name that was prepared is not there, or one that was not is: what answers changes under a
    /// connection's feet, so names are of no use.
    func stopNaming() {
        let isNews = state.withLock { state in
            guard preparing == .automatic, state.naming != .never else { return false }
            state.naming = .never
            return true
        }
        if isNews { currentEpoch.add(1, ordering: .relaxed) }
    }
}

/// When a connection gives statements names on the server, so that they are parsed once.
enum StatementNaming: Sendable {
    case always
    /// Only where a statement that fails for its name can be run once more.
    case outsideTransactions
    case never
}
