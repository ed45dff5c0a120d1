import PGCore

/// Statements sent before one sync, and what has come back of them.
///
/// Confined to the connection's event loop, like the request that carries it.
final class StatementGroup {
    struct Item: Sendable {
        let statement: CachedStatement
        let form: StatementForm
        let parameters: EncodedParameters
        let format: WireFormat
    }

    /// One command, which the server answers with one result.
    enum Step {
        case free(String)
        case parse(StatementForm)
        case execute(Int)
    }

    let items: [Item]
    /// Whether the results themselves are wanted, or only how many rows they changed.
    private let keepsResults: Bool
    private(set) var results: [ResultHandle] = []
    private(set) var affectedRows = 0
    private var steps: [Step] = []
    private var taken = 0

    init(_ items: [Item], keepsResults: Bool) {
        self.items = items
        self.keepsResults = keepsResults
    }

    /// It is about to be sent, for the first time or once more.
    func willSend() {
        results.removeAll()
        affectedRows = 0
        steps.removeAll(keepingCapacity: true)
        steps.reserveCapacity(items.count + 2)
        taken = 0
    }

    func sent(_ step: Step) {
        steps.append(step)
    }

    func received(_ result: ResultHandle) {
        guard taken < steps.count else { return }
        defer { taken += 1 }
        guard case .execute = steps[taken] else { return }
        if keepsResults {
            results.append(result)
        } else {
            affectedRows += result.affectedRows
        }
    }

    /// After an error: what the server did not do, the step that failed first.
    var stepsNotTaken: ArraySlice<Step> { steps.dropFirst(taken) }

    /// The index of the statement that failed.
    var failedItem: Int? {
        for step in stepsNotTaken {
            if case .execute(let index) = step { return index }
        }
        return nil
    }

    var failedForm: StatementForm? { failedItem.map { items[$0].form } }
}
