import PGCore

/// Rows of values, encoded, with the statements they are for.
struct ManyRows: Sendable {
    /// Rows that follow one another and are for the same statement.
    struct Run: Sendable {
        let plan: ManyPlan
        var rowCount: Int
    }

    private(set) var runs: [Run] = []
    private(set) var values = EncodedRows()
    private(set) var count = 0

    /// Begins a row; after an error these rows are of no more use.
    @inline(__always)
    mutating func begin(_ count: Int, for plan: ManyPlan) throws(PGError) {
        try values.begin(count, as: plan.types, catalog: plan.catalog)
    }

    @inline(__always)
    mutating func append(
        _ value: some ParameterEncodable, _ column: Int, for plan: ManyPlan
    ) throws(PGError) {
        try values.append(value: value, as: plan.types[column], number: column + 1)
    }

    @inline(__always)
    mutating func endRow(for plan: ManyPlan) {
        count += 1
        let last = runs.count - 1
        if last >= 0, runs[last].plan === plan {
            runs[last].rowCount += 1
        } else {
            runs.append(Run(plan: plan, rowCount: 1))
        }
    }

    /// Returns the plan of the row with this number.
    func plan(of number: Int) -> ManyPlan? {
        var end = 0
        for run in runs {
            end += run.rowCount
            if number < end { return run.plan }
        }
        return nil
    }
}

/// How the rows of one text are sent.
final class ManyPlan: Sendable {
    let statement: CachedStatement
    let form: StatementForm
    let format: WireFormat
    /// The types to encode as: of domains those they are made of.
    let types: [OID]
    /// What is known of types that are not built in; `nil` where no placeholder has one.
    let catalog: TypeCatalog?

    init(_ statement: CachedStatement, _ form: StatementForm, catalog: TypeCatalog?) {
        self.statement = statement
        self.form = form
        self.catalog = catalog
        format = form.columns == nil ? .text : form.resultFormat
        types = form.parameterTypes.map { $0.base(in: catalog) }
    }
}
