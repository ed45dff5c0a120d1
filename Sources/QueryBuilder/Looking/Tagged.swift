public import PGCore

/// A query whose statement carries a comment.
public struct TaggedQuery<Base: Query>: Query {
    /// What a row of the query is read into.
    public typealias Element = Base.Element
    /// The query's arrays.
    public typealias ColumnArrays = Base.ColumnArrays

    private let base: Base
    private let comment: SQLComment

    init(_ base: Base, _ comment: SQLComment) {
        self.base = base
        self.comment = comment
    }

    /// The statement that will be sent, with the comment at its end.
    public var sql: SQLStatement { base.sql.tagged(with: comment) }

    /// The same query, returning no more rows than are needed to read the first.
    public var limitedToFirst: TaggedQuery { TaggedQuery(base.limitedToFirst, comment) }

    /// Reads rows that the statement returned.
    ///
    /// - Throws: As the query does.
    public func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element] {
        try base.decode(rows)
    }

    /// Reads rows that the statement returned, column by column.
    ///
    /// - Throws: As the query does.
    public func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> ColumnArrays {
        try base.decodeColumns(rows)
    }
}

/// A command whose statement carries a comment.
public struct TaggedCommand<Base: Command>: Command {
    private let base: Base
    private let comment: SQLComment

    init(_ base: Base, _ comment: SQLComment) {
        self.base = base
        self.comment = comment
    }

    /// The statement that will be sent, with the comment at its end.
    public var sql: SQLStatement { base.sql.tagged(with: comment) }
}

extension Query {
    /// The query with a comment that says where it comes from, this line included.
    ///
    /// Add it last: what is built is a query, and no more clauses can be added.
    public func tagged(
        with comment: SQLComment = [:], fileID: String = #fileID, line: UInt = #line
    ) -> TaggedQuery<Self> {
        TaggedQuery(self, comment.with("line", "\(fileID):\(line)"))
    }
}

extension Command {
    /// The command with a comment that says where it comes from, this line included.
    public func tagged(
        with comment: SQLComment = [:], fileID: String = #fileID, line: UInt = #line
    ) -> TaggedCommand<Self> {
        TaggedCommand(self, comment.with("line", "\(fileID):\(line)"))
    }
}
