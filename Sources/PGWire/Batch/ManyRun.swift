public import PGCore

/// One statement, or a few, run for many rows of values: the caller's side.
///
/// Rows are gathered into chunks, each of which is one implicit transaction. While a chunk is under
/// way the next is gathered, and no more than two are: memory stays bounded however many rows there
/// are. Chunks that belong together are enclosed in a transaction, as soon as there is a second one.
@usableFromInline
struct ManyRun {
    /// The most rows in a chunk.
    static let rowLimit = 1000
    /// The most bytes of values in a chunk, if it has more than one row.
    static let byteLimit = 256 * 1024

    private let connection: Connection
    private let commit: ManyCommit
    private var plans: [String: ManyPlan] = [:]
    private var lastPlan: ManyPlan?
    /// The rows gathered for the next chunk.
    private var chunk = ManyRows()
    private var rowCount = 0
    private var column = 0
    private var underWay: [(id: UInt64, firstRow: Int)] = []
    @usableFromInline private(set) var affectedRows = 0
    private var hasBegun = false
    @usableFromInline private(set) var hasSent = false
    private var isRepetition = false

    @usableFromInline
    init(_ connection: Connection, _ commit: ManyCommit) {
        self.connection = connection
        self.commit = commit
    }

    // MARK: Rows

    /// Whether a row can be taken at once; if not, ``makeReady(for:_:)`` comes first.
    @usableFromInline
    func isReady(for text: String) -> Bool { lastPlan?.form.text == text && !isFull }

    private var isFull: Bool {
        chunk.count >= Self.rowLimit || chunk.values.byteCount >= Self.byteLimit
    }

    /// Sends a chunk that is full, and finds out how a statement is to be sent.
    @usableFromInline
    mutating func makeReady(
        for text: String, _ values: [any ParameterEncodable]
    ) async throws(PGError) {
        if isFull { try await sendChunk() }
        if lastPlan?.form.text == text { return }
        do throws(PGError) {
            let known = plans[text]
            let plan = if let known { known } else { try await connection.planMany(text, values) }
            plans[text] = plan
            lastPlan = plan
        } catch {
            throw error.inRow(rowCount)
        }
    }

    /// Begins a row of the statement it was made ready for.
    @usableFromInline
    mutating func begin(_ count: Int) throws(PGError) {
        guard let plan = lastPlan else { return }
        do throws(PGError) {
            try chunk.begin(count, for: plan)
        } catch {
            throw located(error)
        }
        column = 0
    }

    /// Takes the row's next value.
    @usableFromInline
    mutating func append(_ value: some ParameterEncodable) throws(PGError) {
        guard let plan = lastPlan else { return }
        do throws(PGError) {
            try chunk.append(value, column, for: plan)
        } catch {
            throw located(error)
        }
        column += 1
    }

    /// Ends the row.
    @usableFromInline
    mutating func endRow() {
        guard let plan = lastPlan else { return }
        chunk.endRow(for: plan)
        rowCount += 1
    }

    private func located(_ error: PGError) -> PGError {
        let unsent = error.executed(.notSent)
        return (lastPlan.map { unsent.inStatement($0.form.text) } ?? unsent).inRow(rowCount)
    }

    /// Takes a row; sends a chunk when it is full.
    @usableFromInline
    mutating func add(
        _ text: String, _ values: [any ParameterEncodable]
    ) async throws(PGError) {
        if !isReady(for: text) { try await makeReady(for: text, values) }
        try begin(values.count)
        for value in values { try append(value) }
        endRow()
    }

    /// Keeps a row as it was given as long as it may be asked for again: until a chunk is sent that
    /// is not the only one.
    @inlinable
    func keep<Row>(_ row: Row, in rows: inout [Row]) {
        if !hasSent {
            rows.append(row)
        } else if !rows.isEmpty {
            rows = []
        }
    }

    // MARK: The end

    @usableFromInline
    enum Outcome {
        case done
        /// The only chunk failed for what was known of its statements, and left nothing: the same
        /// rows are to be given once more, and then this is to be finished again.
        case again
    }

    /// Sends what is left and waits for everything.
    @usableFromInline
    mutating func finish() async throws(PGError) -> Outcome {
        guard hasSent else { return chunk.count == 0 ? .done : try await runOnlyChunk() }
        if chunk.count > 0 { try await sendChunk() }
        while !underWay.isEmpty { try await finishChunk() }
        if hasBegun {
            hasBegun = false
            try await connection.commit()
        }
        return .done
    }

    /// Ends what is under way after an error, and takes it back.
    ///
    /// Returns the error to throw.
    mutating func abort(after error: any Error) async -> any Error {
        for (id, _) in underWay { _ = await connection.finishChunk(id) }
        underWay.removeAll()
        return hasBegun ? await connection.rollBack(after: error) : error
    }

    @usableFromInline
    mutating func abort(after error: PGError) async -> PGError {
        let failure: any Error = await abort(after: error as any Error)
        return failure as? PGError ?? error
    }

    // MARK: Chunks

    private mutating func takeChunk() -> ManyRows {
        let full = chunk
        chunk = ManyRows()
        return full
    }

    private mutating func sendChunk() async throws(PGError) {
        if !hasSent, commit == .once { hasBegun = try await connection.beginMany() }
        hasSent = true
        let firstRow = rowCount - chunk.count
        underWay.append((try await connection.startChunk(takeChunk()), firstRow))
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
    private mutating func runOnlyChunk() async throws(PGError) -> Outcome {
        switch await connection.finishChunk(try await connection.startChunk(takeChunk())) {
        case .done(let count):
            affectedRows += count
            return .done
        case .failed(let error, let index, let plan):
            guard let plan, !isRepetition else { throw error.inRow(index) }
            do throws(PGError) {
                try await connection.repair(plan.statement, plan.form, after: error)
            } catch {
                throw error.inRow(index)
            }
            plans.removeAll()
            lastPlan = nil
            rowCount = 0
            isRepetition = true
            return .again
        }
    }
}

/// When the rows of `executeMany` are committed.
public enum ManyCommit: Sendable, Hashable {
    /// All together at the end; an error leaves nothing.
    case once
    /// As they go, chunk by chunk: an error leaves what went before its chunk, and possibly the
    /// chunk behind it, which may be on its way already. For loads so large that one transaction
    /// would be a burden to the server.
    case perChunk
}
