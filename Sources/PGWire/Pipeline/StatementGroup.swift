import PGCore

/// Statements sent before one sync, and what has come back of them.
///
/// They are either different ones, whose results are kept, or a few for many rows of values, of
/// which only the numbers of changed rows are of interest.
///
/// Confined to the connection's event loop, like the request that carries it.
final class StatementGroup {
    struct Item: Sendable {
        let statement: CachedStatement
        let form: StatementForm
        let parameters: EncodedParameters
        let format: WireFormat
    }

    /// What the server answers with one result, or with one for each execution.
    enum Step {
        case free(String)
        case parse(StatementForm)
        /// The executions with these numbers.
        case execute(Range<Int>)
    }

    let items: [Item]
    let rows: ManyRows?
    private(set) var results: [ResultHandle] = []
    private(set) var affectedRows = 0
    private var steps: [Step] = []
    /// The steps the server has taken, and the executions among them and in the next one.
    private var taken = 0
    private var executed = 0

    /// Makes a group of different statements.
    init(_ items: [Item]) {
        self.items = items
        rows = nil
    }

    /// Makes a group of the statements that rows are for.
    init(_ rows: ManyRows) {
        items = []
        self.rows = rows
    }

    /// It is about to be sent, for the first time or once more.
    func willSend() {
        results.removeAll()
        affectedRows = 0
        steps.removeAll(keepingCapacity: true)
        steps.reserveCapacity(items.count + 2)
        taken = 0
        executed = 0
    }

    func sent(_ step: Step) {
        steps.append(step)
    }

    func received(_ result: ResultHandle) {
        guard takesExecution() else { return }
        if rows == nil {
            results.append(result)
        } else {
            affectedRows += result.affectedRows
        }
    }

    /// Takes a result that was not made an object of.
    @inline(__always)
    func received(affectedRows count: Int) {
        if takesExecution() { affectedRows += count }
    }

    /// Goes on by one result.
    ///
    /// Returns whether it was that of an execution.
    @inline(__always)
    private func takesExecution() -> Bool {
        guard taken < steps.count else { return false }
        guard case .execute(let numbers) = steps[taken] else {
            taken += 1
            return false
        }
        executed += 1
        if executed == numbers.upperBound { taken += 1 }
        return true
    }

    /// After an error: what the server did not do, the step that failed first.
    var stepsNotTaken: ArraySlice<Step> { steps.dropFirst(taken) }

    /// The number of the execution that failed, or that of the parsing that did.
    var failedItem: Int? {
        let isLeft = stepsNotTaken.contains { if case .execute = $0 { true } else { false } }
        return isLeft ? executed : nil
    }

    var failedForm: StatementForm? { failedItem.flatMap(form) }

    /// The form of the execution with this number.
    func form(of number: Int) -> StatementForm? {
        if let rows { return rows.plan(of: number)?.form }
        return items.indices.contains(number) ? items[number].form : nil
    }
}
