import Foundation
import ORM
package import PGCore
import Synchronization

/// A source of sessions that records what is sent and makes up the answers.
package final class ScriptedSource: SessionSource {
    package typealias Answer = @Sendable (SQLStatement) throws(PGError) -> ScriptedRows?

    private struct State {
        var log: [String] = []
        var trips: [Int] = []
        var parameters: [[String]] = []
        var leased = 0
        var leases = 0
        var warnings: [PGError] = []
        var nextID = 1
        var answers: [Answer] = []
        var gate: CheckedContinuation<Void, Never>?
        var isGated = false
    }

    private let state = Mutex(State())
    private let isSharing: Bool

    /// Makes a source.
    ///
    /// - Parameter isSharing: Whether statements that are transactions by themselves are run without
    ///   a connection being lent.
    package init(isSharing: Bool = false) {
        self.isSharing = isSharing
    }

    /// The statements sent so far, transaction control included.
    package var log: [String] { state.withLock { $0.log } }
    /// How many statements each round trip carried.
    package var trips: [Int] { state.withLock { $0.trips } }
    /// The parameters of each statement in their text representation.
    package var parameters: [[String]] { state.withLock { $0.parameters } }
    /// The number of connections that have not been given back.
    package var leased: Int { state.withLock { $0.leased } }
    /// How often a connection was lent.
    package var leases: Int { state.withLock { $0.leases } }

    /// What sessions warned of.
    package var warnings: [PGError] { state.withLock { $0.warnings } }

    package func report(_ warning: PGError) {
        state.withLock { $0.warnings.append(warning) }
    }

    /// Forgets what was sent.
    package func clear() {
        state.withLock {
            $0.log = []
            $0.trips = []
            $0.parameters = []
        }
    }

    /// Answers statements before the default does; the first answer that is not nil counts.
    package func answer(_ answer: @escaping Answer) {
        state.withLock { $0.answers.append(answer) }
    }

    /// Answers the next statement that contains the text with an error.
    package func fail(_ fragment: String, with error: PGError) {
        let box = Box()
        answer { (statement) throws(PGError) in
            guard statement.text.contains(fragment),
                box.flag.exchange(false, ordering: .relaxed)
            else { return nil }
            throw error
        }
    }

    private final class Box: Sendable {
        let flag = Atomic(true)
    }

    /// Makes the next statement wait until ``open()`` is called.
    package func shut() {
        state.withLock { $0.isGated = true }
    }

    package func open() {
        let waiting = state.withLock { state in
            state.isGated = false
            defer { state.gate = nil }
            return state.gate
        }
        waiting?.resume()
    }

    /// Whether a statement waits for ``open()``.
    package var isWaiting: Bool { state.withLock { $0.gate != nil } }

    package var shared: ScriptedConnection? {
        isSharing ? ScriptedConnection(source: self) : nil
    }

    package func lease() async throws(PGError) -> ScriptedConnection {
        state.withLock { state in
            state.leased += 1
            state.leases += 1
        }
        return ScriptedConnection(source: self)
    }

    package func release(_ connection: ScriptedConnection) async {
        state.withLock { $0.leased -= 1 }
    }

    package func control(
        _ statement: SQLStatement, on connection: ScriptedConnection
    ) async throws(PGError) {
        _ = try await connection.execute(statement)
    }

    package func executeAll(
        _ statements: [SQLStatement], on connection: ScriptedConnection
    ) async throws(PGError) -> [ScriptedRows] {
        try await run(statements)
    }

    func run(_ statements: [SQLStatement]) async throws(PGError) -> [ScriptedRows] {
        if state.withLock({ $0.isGated }) {
            await withCheckedContinuation { continuation in
                state.withLock { $0.gate = continuation }
            }
        }
        state.withLock { state in
            state.trips.append(statements.count)
            for statement in statements {
                state.log.append(statement.text)
                state.parameters.append(statement.parameters.map(\.textRepresentation))
            }
        }
        var answers: [ScriptedRows] = []
        for (place, statement) in statements.enumerated() {
            do throws(PGError) {
                answers.append(try answer(to: statement))
            } catch {
                throw error.inRow(place)
            }
        }
        return answers
    }

    private func answer(to statement: SQLStatement) throws(PGError) -> ScriptedRows {
        for answer in state.withLock({ $0.answers }) {
            if let rows = try answer(statement) { return rows }
        }
        return made(for: statement)
    }

    /// Every written row is there, keys count up, and other generated values are "member".
    private func made(for statement: SQLStatement) -> ScriptedRows {
        if statement.text.contains("nextval(s)") { return keys(statement) }
        let count = rowCount(statement)
        guard let returning = statement.text.range(of: " RETURNING ") else {
            return ScriptedRows(columns: [], affected: count)
        }
        let columns = statement.text[returning.upperBound...]
            .split(separator: ", ").map { $0.filter { $0 != "\"" } }
        guard statement.text.hasPrefix("INSERT") else {
            return changed(columns, count: count, statement)
        }
        let rows = (0..<count).map { _ in columns.map { value(of: $0, isNew: true) } }
        return ScriptedRows(columns: columns, rows)
    }

    /// An UPDATE or DELETE answers with keys, with numbers and values, or with the values of a row.
    private func changed(
        _ columns: [String], count: Int, _ statement: SQLStatement
    ) -> ScriptedRows {
        let keys = elements(statement.parameters.first?.textRepresentation ?? "")
        guard columns.contains("v.n") || count == 1 else {
            return ScriptedRows(columns: columns, keys.map { [$0] })
        }
        let rows = (1...max(1, count)).map { number in
            columns.map { $0 == "v.n" ? String(number) : value(of: $0, isNew: false) }
        }
        return ScriptedRows(columns: columns, rows)
    }

    private func value(of column: String, isNew: Bool) -> String? {
        switch column.split(separator: ".").last {
        case "id":
            state.withLock { state in
                defer { state.nextID += 1 }
                return String(state.nextID)
            }
        case "double": isNew ? nil : "14"
        case "version": isNew ? "1" : "2"
        case "xmin": isNew ? "701" : "702"
        case "deleted_at": "2026-01-03 00:00:00+00"
        case "changed_at": isNew ? "2026-01-01 00:00:00+00" : "2026-01-02 00:00:00+00"
        default: "member"
        }
    }

    private func keys(_ statement: SQLStatement) -> ScriptedRows {
        let count = statement.parameters.last.flatMap { Int($0.textRepresentation) } ?? 0
        return ScriptedRows(
            columns: ["id"],
            (0..<count).map { _ in
                state.withLock { state in
                    defer { state.nextID += 1 }
                    return [String(state.nextID)]
                }
            })
    }

    private func rowCount(_ statement: SQLStatement) -> Int {
        if statement.text.contains("unnest(") || statement.text.contains("ANY(") {
            return elements(statement.parameters.first?.textRepresentation ?? "").count
        }
        guard let values = statement.text.range(of: "VALUES ") else { return 1 }
        return statement.text[values.upperBound...].split(separator: "(").count
    }

    private func elements(_ array: String) -> [String] {
        array.dropFirst().dropLast().split(separator: ",").map { item in
            String(item.filter { $0 != "\"" })
        }
    }
}

package final class ScriptedConnection: StatementExecutor, Sendable {
    private let source: ScriptedSource

    init(source: ScriptedSource) {
        self.source = source
    }

    package func execute(_ statement: SQLStatement) async throws(PGError) -> ScriptedRows {
        guard let rows = try await source.run([statement]).first else {
            throw PGError(.unsupportedResult, "no answer")
        }
        return rows
    }
}

/// Rows given as text.
package struct ScriptedRows: RowBatch {
    private let columns: [String]
    private let values: [[TextCell]]
    package let affectedRows: Int

    package init(columns: [String], _ rows: [[String?]] = [], affected: Int? = nil) {
        self.columns = columns
        values = rows.map { row in
            zip(columns, row).map { TextCell($1, type: Self.type(ofColumn: $0)) }
        }
        affectedRows = affected ?? rows.count
    }

    private static func type(ofColumn name: String) -> OID {
        if name.hasPrefix("is_") { return .bool }
        return switch name.split(separator: ".").last {
        case "xmin": .xid
        case "new": .bool
        case "places": .textArray
        case "changed_at", "deleted_at": .timestamptz
        case "age", "count", "double", "id", "n", "rank", "version", "weight": .int8
        default: name.hasSuffix("_id") ? .int8 : .text
        }
    }

    package var count: Int { values.count }
    package var columnCount: Int { columns.count }

    package func row(at index: Int) -> Row {
        Row(columns: columns, values: values[index])
    }

    package struct Row: RowReader {
        let columns: [String]
        let values: [TextCell]

        package var columnCount: Int { columns.count }
        package func cell(at index: Int) -> Cell { values[index].cell }
        package func columnName(at index: Int) -> String { columns[index] }
        package func columnIndex(named name: String) -> Int? { columns.firstIndex(of: name) }
    }
}

/// Memory of one value, kept as long as the rows are.
@safe
final class TextCell: @unchecked Sendable {
    // Protected by being immutable: written once, in the initializer.
    private let bytes: UnsafeMutableRawBufferPointer?

    private let type: OID

    init(_ text: String?, type: OID) {
        self.type = type
        guard let text else {
            unsafe bytes = nil
            return
        }
        let utf8 = Array(text.utf8)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: utf8.count, alignment: 1)
        unsafe memory.copyBytes(from: utf8)
        unsafe bytes = memory
    }

    deinit {
        unsafe bytes?.deallocate()
    }

    var cell: Cell {
        unsafe Cell(bytes: bytes.map { UnsafeRawBufferPointer($0) }, type: type, format: .text)
    }
}
