import PGCore
import Synchronization

/// A statement as any connection of a pool knows it: its text, what it leaves behind, and the form
/// the server gave it.
///
/// Which connections have parsed the form is theirs to remember.
final class CachedStatement: Sendable {
    let text: String
    /// What running it leaves on a connection.
    let trace: SessionTrace
    /// How running it can change what other statements mean.
    let schemaChange: SchemaChange
    /// Whether running it may change rows, as far as its first word tells.
    let mayWrite: Bool
    /// Whether something has to be done after it ran; usually not.
    let hasAftermath: Bool
    /// Whether pool and server keep it; not when it is so long that memory matters more.
    let isKept: Bool
    private let currentForm = Mutex<StatementForm?>(nil)

    /// The longest text that is worth keeping.
    private static let longestKept = 16_384

    private static let questions: Set = ["SELECT", "VALUES", "TABLE", "SHOW"]

    init(text: String) {
        self.text = text
        isKept = text.utf8.count <= Self.longestKept
        trace = SessionTrace(of: text)
        schemaChange = SchemaChange(madeBy: text)
        var words = SQLWordScanner(text)
        mayWrite = words.next().map { !Self.questions.contains($0) } ?? false
        hasAftermath = schemaChange != .none || trace != .none
    }

    /// What the server said about it, once it has been asked.
    var form: StatementForm? {
        currentForm.withLock { $0 }
    }

    func keep(_ form: StatementForm) {
        currentForm.withLock { $0 = form }
    }

    /// Puts a form in another's place, unless a third one has taken it.
    func replace(_ old: StatementForm, by new: StatementForm?) {
        currentForm.withLock { if $0 === old { $0 = new } }
    }

    /// Forgets what the server said: it may say something else now.
    func forgetForm() {
        currentForm.withLock { $0 = nil }
    }
}
