import PGCore
import Synchronization

/// The statements a pool knows, by text.
///
/// Bounded: the least recently used go first.
///
/// `nextNumber` never repeats, so that a statement that was forgotten and comes back gets another
/// name, and cannot be mistaken for the old one on a connection that still has it.
final class StatementCache: Sendable {
    private struct State {
        var statements: [String: Entry] = [:]
        var nextNumber = 1
        var clock = 0
    }

    private struct Entry {
        let statement: PreparedStatement
        var lastUse: Int
    }

    private let state = Mutex(State())
    private let capacity: Int
    /// What the pool knows of types that are not built in.
    let types = TypeCache()

    init(capacity: Int = 1024) {
        self.capacity = max(8, capacity)
    }

    /// Returns the statement with this text, new or known.
    func statement(for text: String) -> PreparedStatement {
        state.withLock { state in
            state.clock += 1
            if let index = state.statements.index(forKey: text) {
                state.statements.values[index].lastUse = state.clock
                return state.statements.values[index].statement
            }
            if state.statements.count >= capacity { Self.evict(from: &state, keeping: capacity) }
            let statement = PreparedStatement(name: "strata_\(state.nextNumber)", text: text)
            state.nextNumber += 1
            state.statements[text] = Entry(statement: statement, lastUse: state.clock)
            return statement
        }
    }

    /// Forgets a statement whose description no longer holds.
    func forget(_ statement: PreparedStatement) {
        state.withLock { state in
            guard state.statements[statement.text]?.statement === statement else { return }
            state.statements[statement.text] = nil
        }
    }

    /// Drops an eighth at once, so that the cost of looking for the oldest is rare.
    private static func evict(from state: inout State, keeping capacity: Int) {
        let oldest = state.statements.sorted { $0.value.lastUse < $1.value.lastUse }
        for (text, _) in oldest.prefix(max(1, capacity / 8)) { state.statements[text] = nil }
    }
}
