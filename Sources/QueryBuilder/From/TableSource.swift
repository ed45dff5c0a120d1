/// A table in FROM with what may be said about it there: ONLY, and TABLESAMPLE.
///
/// ```swift
/// UserRow.only.where { $0.age > 18 }
/// UserRow.sample(.bernoulli(percent: 10), seed: 1).select { $0.id }
/// ```
public struct TableSource<Row: Table>: RowSource {
    /// The table's columns.
    public typealias Columns = Row.Columns

    private var isOnly = false
    private var sample: TableSample?

    init() {}

    /// What is written in the FROM clause.
    public var item: SourceItem {
        let definition = Row.definition
        return SourceItem(
            isOnly || sample != nil ? .table(only: isOnly, sample: sample) : .plainTable,
            schema: definition.schema, name: definition.name)
    }

    /// The table without those that inherit from it.
    public var only: TableSource {
        var copy = self
        copy.isOnly = true
        return copy
    }

    /// A random part of the table's rows.
    ///
    /// With the same seed, an unchanged table gives the same rows again.
    public func sample(_ method: TableSample.Method, seed: Double? = nil) -> TableSource {
        var copy = self
        copy.sample = TableSample(method: method, seed: seed)
        return copy
    }
}

/// How a part of a table's rows is chosen.
///
/// See "TABLESAMPLE" in the manual's page about SELECT.
public struct TableSample: Sendable {
    /// A way of choosing.
    public struct Method: Sendable {
        package let name: String
        package let arguments: [SQLNode]

        private init(_ name: String, _ percent: Double) {
            self.name = name
            // The grammar's arguments have no types of their own that the server could infer.
            arguments = [SQLNode(.cast(SQLNode(.parameter(percent)), Double.sqlType))]
        }

        /// Each row with the same probability; reads the whole table.
        public static func bernoulli(percent: Double) -> Method { Method("BERNOULLI", percent) }

        /// Whole blocks with the same probability; reads only these.
        public static func system(percent: Double) -> Method { Method("SYSTEM", percent) }
    }

    package let method: Method
    package let seed: Double?
}

extension Table {
    /// The table without those that inherit from it.
    public static var only: TableSource<Self> { TableSource().only }

    /// A random part of the table's rows.
    ///
    /// With the same seed, an unchanged table gives the same rows again.
    public static func sample(
        _ method: TableSample.Method, seed: Double? = nil
    ) -> TableSource<Self> {
        TableSource().sample(method, seed: seed)
    }
}
