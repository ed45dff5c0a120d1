import PGCore

/// The statements a connection has parsed, by text.
///
/// Bounded: the server keeps memory for each. A class, since every statement asks it several things:
/// a value of this many parts would be copied for each question.
final class KnownStatements {
    private struct Entry {
        let statement: CachedStatement
        var form: StatementForm
        var lastUse: Int
    }

    /// How many statements a connection keeps on the server.
    private let capacity: Int
    private var entries: [String: Entry] = [:]
    /// Names that are parsed here and no longer wanted, to be freed when there is an occasion.
    private var obsolete: Set<String> = []
    private var clock = 0
    /// The statement used last, which often is the next one too: saves hashing its text.
    private var last: CachedStatement?
    private var lastForm: StatementForm?
    /// Whether statements should be freed.
    private(set) var hasExcess = false

    init(capacity: Int = 256) {
        self.capacity = max(1, capacity)
    }

    /// Returns the statement with this text if the connection has parsed it.
    func statement(for text: String) -> CachedStatement? {
        // Nothing else was used since, so its place in the order of use is right already.
        if let last, last.text == text { return last }
        guard let index = entries.index(forKey: text) else { return nil }
        clock += 1
        entries.values[index].lastUse = clock
        last = entries.values[index].statement
        lastForm = entries.values[index].form
        return last
    }

    /// Whether this very form was parsed here, and not an older one of the same text.
    func contains(_ form: StatementForm) -> Bool {
        lastForm === form || (form.isNamed && entries[form.text]?.form === form)
    }

    /// Adds a form that is being parsed.
    ///
    /// Returns whether its name has to be freed first, because it stands for something out of date.
    func insert(_ form: StatementForm, of statement: CachedStatement) -> Bool {
        clock += 1
        var isTaken = obsolete.remove(form.name) != nil
        if let old = entries[form.text]?.form {
            if old.name == form.name {
                isTaken = true
            } else {
                obsolete.insert(old.name)
            }
        }
        entries[form.text] = Entry(statement: statement, form: form, lastUse: clock)
        last = statement
        lastForm = form
        noticeExcess()
        return isTaken
    }

    /// Puts a form with the same name in another's place.
    func replace(_ old: StatementForm, by new: StatementForm) {
        guard old.name == new.name, entries[old.text]?.form === old else { return }
        entries[old.text]?.form = new
        if lastForm === old { lastForm = new }
    }

    /// Forgets a form that the server does not have.
    func remove(_ form: StatementForm) {
        guard entries[form.text]?.form === form else { return }
        entries[form.text] = nil
        forgetLast()
        noticeExcess()
    }

    /// Forgets a form whose name the server has, for something that is not to be used again.
    func retire(_ form: StatementForm) {
        guard form.isNamed else { return }
        if entries[form.text]?.form.name == form.name { entries[form.text] = nil }
        retire(form.name)
    }

    func retire(_ name: String) {
        obsolete.insert(name)
        forgetLast()
        noticeExcess()
    }

    /// Every form is out of date.
    func retireAll() {
        obsolete.formUnion(entries.values.map { $0.form.name })
        entries.removeAll()
        forgetLast()
        noticeExcess()
    }

    /// The server has forgotten them all.
    func removeAll() {
        entries.removeAll()
        obsolete.removeAll()
        forgetLast()
        noticeExcess()
    }

    /// Takes out names to be freed when there are too many: what is out of date first, then the
    /// statement unused for longest.
    func popExcess() -> [String] {
        var names: [String] = []
        while entries.count + obsolete.count > capacity, names.count < 16 {
            if let name = obsolete.popFirst() {
                names.append(name)
            } else if let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                entries[oldest.key] = nil
                names.append(oldest.value.form.name)
            }
        }
        forgetLast()
        noticeExcess()
        return names
    }

    private func forgetLast() {
        last = nil
        lastForm = nil
    }

    private func noticeExcess() {
        hasExcess = entries.count + obsolete.count > capacity
    }
}
