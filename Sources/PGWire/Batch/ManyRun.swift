import PGCore

/// One statement, or a few, run for many rows of values: the caller's side.
///
/// Rows are gathered into chunks, each of which is one implicit transaction. While a chunk is under
/// way the next is gathered, and no more than two are: memory stays bounded however many rows there
/// are. Chunks that belong together are enclosed in a transaction, as soon as there is a second one.
struct ManyRun {
    /// The most rows in a chunk.
    static let rowLimit = 1000
    /// The most bytes of values in a chunk, if it has more than one row.
    static let byteLimit = 256 * 1024

    private let connection: Connection
    private let commit: ManyCommit
    private var plans: [String: ManyPlan] = [:]
    private var lastPlan: ManyPlan?
    /// The rows gathered for the next chunk, as they were given and as they will be sent.
    private var rows: [(text: String, values: [any ParameterEncodable])] = []
    private var items: [StatementGroup.Item] = []
    private var byteCount = 0
    private var rowCount = 0
    private var underWay: [(id: UInt64, firstRow: Int)] = []
    private var affectedRows = 0
    private var hasBegun = false
    private var hasSent = false

    init(_ connection: Connection, _ commit: ManyCommit) {
        self.connection = connection
        self.commit = commit
    }

    /// Takes a row; sends a chunk when it is full.
    mutating func add(
        _ text: String, _ values: [any ParameterEncodable]
    ) async throws(PGError) {
        if items.count >= Self.rowLimit || byteCount >= Self.byteLimit { try await sendChunk() }
        do throws(PGError) {
            let item = try await plan(for: text, values).item(values)
            items.append(item)
            byteCount += item.parameters.writer.bytes.count
            if !hasSent { rows.append((text, values)) }
            rowCount += 1
        } catch {
            throw error.inRow(rowCount)
        }
    }

    /// Sends what is left and waits for everything.
    ///
    /// Returns how many rows were changed.
    mutating func finish() async throws(PGError) -> Int {
        if hasSent {
            if !items.isEmpty { try await sendChunk() }
            while !underWay.isEmpty { try await finishChunk() }
            if hasBegun {
                hasBegun = false
                try await connection.commit()
            }
        } else if !items.isEmpty {
            try await runOnlyChunk()
        }
        return affectedRows
    }

    /// Ends what is under way after an error, and takes it back.
    ///
    /// Returns the error to throw.
    mutating func abort(after error: any Error) async -> any Error {
        for (id, _) in underWay { _ = await connection.finishChunk(id) }
        underWay.removeAll()
        return hasBegun ? await connection.rollBack(after: error) : error
    }

    mutating func abort(after error: PGError) async -> PGError {
        let failure: any Error = await abort(after: error as any Error)
        return failure as? PGError ?? error
    }

    private mutating func plan(
        for text: String, _ values: [any ParameterEncodable]
    ) async throws(PGError) -> ManyPlan {
        if let lastPlan, lastPlan.form.text == text { return lastPlan }
        let plan: ManyPlan
        if let known = plans[text] {
            plan = known
        } else {
            plan = try await connection.planMany(text, values)
        }
        plans[text] = plan
        lastPlan = plan
        return plan
    }

    private mutating func sendChunk() async throws(PGError) {
        if !hasSent, commit == .once { hasBegun = try await connection.beginMany() }
        hasSent = true
        rows.removeAll()
        let firstRow = rowCount - items.count
        underWay.append((try await connection.startChunk(items), firstRow))
        items.removeAll(keepingCapacity: true)
        byteCount = 0
        if underWay.count >= 2 { try await finishChunk() }
    }

    private mutating func finishChunk() async throws(PGError) {
        let (id, firstRow) = underWay.removeFirst()
        switch await connection.finishChunk(id) {
        case .done(let count): affectedRows += count
        case .failed(let error, let index, _): throw error.inRow(firstRow + index)
        }
    }

    /// Everything fits into one chunk, which is a transaction by itself, and which can be sent once
    /// more when what was known about the statement is out of date.
    private mutating func runOnlyChunk() async throws(PGError) {
        switch await connection.finishChunk(try await connection.startChunk(items)) {
        case .done(let count):
            affectedRows += count
        case .failed(let error, let index, let item):
            guard let item else { throw error.inRow(index) }
            do throws(PGError) {
                try await connection.repair(item.statement, item.form, after: error)
            } catch {
                throw error.inRow(index)
            }
            try await repeatOnlyChunk()
        }
    }

    private mutating func repeatOnlyChunk() async throws(PGError) {
        plans.removeAll()
        lastPlan = nil
        items.removeAll()
        let again = rows
        for (index, row) in again.enumerated() {
            do throws(PGError) {
                items.append(try await plan(for: row.text, row.values).item(row.values))
            } catch {
                throw error.inRow(index)
            }
        }
        switch await connection.finishChunk(try await connection.startChunk(items)) {
        case .done(let count): affectedRows += count
        case .failed(let error, let index, _): throw error.inRow(index)
        }
    }
}

/// When the rows of `executeMany` are committed.
public enum ManyCommit: Sendable, Hashable {
    /// All together at the end; an error leaves nothing.
    case once
    /// As they go, chunk by chunk: an error leaves what went before its chunk. For loads so large
    /// that one transaction would be a burden to the server.
    case perChunk
}

/// How the rows of one text are sent.
struct ManyPlan: Sendable {
    let statement: CachedStatement
    let form: StatementForm

    func item(_ values: [any ParameterEncodable]) throws(PGError) -> StatementGroup.Item {
        do throws(PGError) {
            return StatementGroup.Item(
                statement: statement, form: form,
                parameters: try EncodedParameters(values, as: form.parameterTypes),
                format: form.columns == nil ? .text : form.resultFormat)
        } catch {
            throw error.executed(.notSent).inStatement(form.text)
        }
    }
}
