import PGCore
import QueryBuilder

/// The SQL of one step of a flush.
///
/// One row is written with plain placeholders. Many rows are bound as one array per column, so that
/// the statement's text is the same for any number of rows.
struct WriteStatements {
    /// The protocol counts a statement's parameters in 16 bits.
    private static let maximumParameters = 65_535

    /// A statement and the rows it is about, in the order in which answers come.
    struct Batch {
        let statement: SQLStatement
        let rows: ArraySlice<Tracked>
    }

    let step: WriteStep
    let maximumBatch: Int
    let mapping: EntityMapping
    private let casts: [String?]
    private let keyCasts: [String?]

    init(_ step: WriteStep, maximumBatch: Int) {
        self.step = step
        self.maximumBatch = maximumBatch
        mapping = step.mapping
        casts = step.columns.map { step.mapping.definition.columns[$0].type.arrayCast }
        keyCasts = mapping.primaryKey.map { step.mapping.definition.columns[$0].type.arrayCast }
    }

    func batches() -> [Batch] {
        if let join = step.join { return join.batches(of: step, maximumBatch) }
        let size = batchSize
        return stride(from: 0, to: step.rows.count, by: size).map { start in
            let rows = step.rows[start..<min(start + size, step.rows.count)]
            return Batch(statement: statement(rows), rows: rows)
        }
    }

    /// How many statements there are.
    var count: Int {
        let size = step.join == nil ? batchSize : maximumBatch
        return (step.rows.count + size - 1) / size
    }

    var route: FlushPlan.Step.Route {
        guard step.join == nil else { return .arrays }
        guard step.rows.count > 1, batchSize > 1 else { return .row }
        return hasArrays && !(step.operation == .insert && step.columns.isEmpty) ? .arrays : .values
    }

    private var hasArrays: Bool { !casts.contains(nil) && !keyCasts.contains(nil) }

    private var batchSize: Int {
        switch step.operation {
        case .insert where hasArrays || step.columns.isEmpty: maximumBatch
        case .insert: min(maximumBatch, Self.maximumParameters / step.columns.count)
        case .update: hasArrays ? maximumBatch : 1
        case .delete, .softDelete: keyCasts.contains(nil) ? 1 : maximumBatch
        }
    }

    private func statement(_ rows: ArraySlice<Tracked>) -> SQLStatement {
        switch step.operation {
        case .insert: insert(rows)
        case .update: update(rows)
        case .delete: delete(rows)
        case .softDelete: softDelete(rows)
        }
    }

    /// The quoted columns of the key.
    private var key: [String] { mapping.primaryKey.map { mapping.columns[$0] } }

    /// What a row's key is called in `v`: `k`, or `k1`, `k2`, … for several columns.
    var keyAliases: [String] {
        key.count == 1 ? ["k"] : key.indices.map { "k\($0 + 1)" }
    }

    func names(_ columns: [Int]) -> String {
        columns.map { mapping.columns[$0] }.joined(separator: ", ")
    }

    private func value(_ row: Tracked, _ column: Int) -> any ParameterEncodable {
        step.writesNull ? SQLNull() : row.parameter(column)
    }

    // MARK: Insert

    private func insert(_ rows: ArraySlice<Tracked>) -> SQLStatement {
        var sql = SQLStatement()
        sql.append(raw: "INSERT INTO \(mapping.table) ")
        if step.columns.isEmpty {
            appendDefaults(rows.count, to: &sql)
        } else {
            sql.append(raw: "(\(names(step.columns))) \(overriding)")
            if rows.count > 1, hasArrays {
                appendArrays(rows, to: &sql)
            } else {
                appendValues(rows, to: &sql)
            }
        }
        appendReturning(to: &sql)
        return sql
    }

    /// A key that the server always makes itself has to be said to be its own.
    private var overriding: String {
        let isAlways = mapping.primaryKey.contains {
            mapping.definition.columns[$0].identity == .always
        }
        return step.hasFetchedKeys && isAlways ? "OVERRIDING SYSTEM VALUE " : ""
    }

    private func appendDefaults(_ count: Int, to sql: inout SQLStatement) {
        guard count > 1 else {
            sql.append(raw: "DEFAULT VALUES")
            return
        }
        let rows = Array(repeating: "(DEFAULT)", count: count).joined(separator: ", ")
        sql.append(raw: "(\(key[0])) VALUES \(rows)")
    }

    private func appendValues(_ rows: ArraySlice<Tracked>, to sql: inout SQLStatement) {
        sql.append(raw: "VALUES ")
        for (number, row) in rows.enumerated() {
            sql.append(raw: number == 0 ? "(" : ", (")
            for (position, column) in step.columns.enumerated() {
                if position > 0 { sql.append(raw: ", ") }
                sql.append(parameter: value(row, column))
            }
            sql.append(raw: ")")
        }
    }

    /// The server computes identities and defaults after the sort, so that rows are numbered, and
    /// come back, in the order of the arrays.
    private func appendArrays(_ rows: ArraySlice<Tracked>, to sql: inout SQLStatement) {
        let columns = step.columns.indices.map { "c\($0 + 1)" }.joined(separator: ", ")
        sql.append(raw: "SELECT \(columns) FROM unnest(")
        for (position, values) in arrays(of: rows).enumerated() {
            if position > 0 { sql.append(raw: ", ") }
            appendArray(values, as: casts[position], to: &sql)
        }
        sql.append(raw: ") WITH ORDINALITY AS v(\(columns), n) ORDER BY n")
    }

    /// The values of each column as one array.
    private func arrays(of rows: ArraySlice<Tracked>) -> [any ParameterEncodable] {
        guard !step.writesNull else {
            let nulls = ArrayParameter(values: rows.map { _ in SQLNull() })
            return step.columns.map { _ in nulls }
        }
        return rows.first?.parameters(step.columns, of: rows) ?? []
    }

    func appendArray(
        _ values: [any ParameterEncodable], as cast: String?, to sql: inout SQLStatement
    ) {
        appendArray(ArrayParameter(values: values), as: cast, to: &sql)
    }

    func appendArray(
        _ values: any ParameterEncodable, as cast: String?, to sql: inout SQLStatement
    ) {
        sql.append(parameter: values)
        if let cast { sql.append(raw: "::\(cast)") }
    }

    // MARK: Update

    private func update(_ rows: ArraySlice<Tracked>) -> SQLStatement {
        rows.count == 1 ? updateOne(rows[rows.startIndex]) : updateMany(rows)
    }

    private func updateOne(_ row: Tracked) -> SQLStatement {
        var sql = SQLStatement()
        sql.append(raw: "UPDATE \(mapping.table) SET ")
        for (position, column) in step.columns.enumerated() {
            if position > 0 { sql.append(raw: ", ") }
            sql.append(raw: "\(mapping.columns[column]) = ")
            sql.append(parameter: value(row, column))
        }
        sql.append(raw: versionAssignment(of: nil))
        appendKey(of: row, to: &sql)
        appendVersionCheck(of: row, to: &sql)
        appendReturning(to: &sql)
        return sql
    }

    func appendKey(of row: Tracked, to sql: inout SQLStatement) {
        for (part, name) in key.enumerated() {
            sql.append(raw: part == 0 ? " WHERE \(name) = " : " AND \(name) = ")
            sql.append(parameter: row.keyParameter(part: part))
        }
    }

    func appendKeyArrays(_ rows: ArraySlice<Tracked>, to sql: inout SQLStatement) {
        for (part, cast) in keyCasts.enumerated() {
            if part > 0 { sql.append(raw: ", ") }
            appendArray(rows.map { $0.keyParameter(part: part) }, as: cast, to: &sql)
        }
    }

    var keyComparison: String {
        zip(key, keyAliases).map { "t.\($0) = v.\($1)" }.joined(separator: " AND ")
    }

    private var returnedKey: String { key.map { "t.\($0)" }.joined(separator: ", ") }

    private func updateMany(_ rows: ArraySlice<Tracked>) -> SQLStatement {
        let aliases = step.columns.indices.map { "c\($0 + 1)" }
        let assignments = zip(step.columns, aliases).map { "\(mapping.columns[$0]) = v.\($1)" }
        var sql = SQLStatement()
        sql.append(raw: "UPDATE \(mapping.table) AS t SET \(assignments.joined(separator: ", "))")
        sql.append(raw: "\(versionAssignment(of: "t")) FROM unnest(")
        appendKeyArrays(rows, to: &sql)
        for (position, values) in arrays(of: rows).enumerated() {
            sql.append(raw: ", ")
            appendArray(values, as: casts[position], to: &sql)
        }
        guard step.numbersRows else {
            sql.append(raw: ") AS v(\((keyAliases + aliases).joined(separator: ", ")))")
            sql.append(raw: " WHERE \(keyComparison) RETURNING \(returnedKey)")
            return sql
        }
        appendVersionArray(of: rows, naming: keyAliases + aliases, to: &sql)
        sql.append(raw: " WHERE \(keyComparison)\(versionMatch)")
        appendNumberedReturning(to: &sql)
        return sql
    }

    // MARK: Delete

    private func delete(_ rows: ArraySlice<Tracked>) -> SQLStatement {
        var sql = SQLStatement()
        sql.append(raw: "DELETE FROM \(mapping.table)")
        if rows.count == 1 {
            appendKey(of: rows[rows.startIndex], to: &sql)
            appendVersionCheck(of: rows[rows.startIndex], to: &sql)
        } else if step.numbersRows {
            return deleteVersions(rows)
        } else if key.count == 1 {
            sql.append(raw: " WHERE \(key[0]) = ANY(")
            appendKeyArrays(rows, to: &sql)
            sql.append(raw: ") RETURNING \(key[0])")
        } else {
            sql.append(raw: " AS t USING unnest(")
            appendKeyArrays(rows, to: &sql)
            sql.append(raw: ") AS v(\(keyAliases.joined(separator: ", ")))")
            sql.append(raw: " WHERE \(keyComparison) RETURNING \(returnedKey)")
        }
        return sql
    }
}
