#!/bin/sh
# Writes Sources/QueryBuilder/Statements/From1.swift … From6.swift: queries over one to six tables;
# and Select+Run.swift and Returning+Run.swift: running the two types whose rows are tuples.
#
# The number of tables is spelled out, and only results are parameter packs: a chain of four joins
# type-checks in milliseconds this way, and in many seconds with the tables in a pack.
set -eu
cd "$(dirname "$0")/.."
folder=Sources/QueryBuilder/Statements
numbers="zero one two three four five six"
letters="A B C D E F"

# nth LIST NUMBER: the word at that place, counted from 1.
nth() { echo "$1" | cut -d' ' -f"$2"; }

# each COUNT FORMAT SEPARATOR: the format for each letter; @ is the letter, % the property.
each() {
    index=1
    result=
    while [ "$index" -le "$1" ]; do
        letter=$(nth "$letters" "$index")
        property="scope$letter"
        item=$(echo "$2" | sed "s/@/$letter/g; s/%/$property/g")
        result="$result${result:+$3}$item"
        index=$((index + 1))
    done
    echo "$result"
}

join() { # join METHOD KIND CLAUSES SUMMARY ARITY
    next=$(($5 + 1))
    letter=$(nth "$letters" "$next")
    scope="scope$letter"
    if [ "$2" = left ]; then columns="Nullable<Row.Columns>"; value="Nullable($scope)"
    else columns="Row.Columns"; value="$scope"; fi
    cat <<EOF

    /// $4
    ///
    /// A table that the query already has, or an explicit \`alias\`, is joined under another name.
    public func $1<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: ($(each "$5" @ ", "), Row.Columns) -> Condition
    ) -> From$next<$(each "$5" @ ", "), $columns> where Condition.Value.Base == Bool {
        let reference = statement.reference(to: Row.definition, as: alias)
        let $scope = Row.Columns(reference)
        let node = condition($(each "$5" % ", "), $scope).node
        return From$next(
            $(each "$5" % ", "), $value, statement.joining(reference, .$2, on: node))
    }
EOF
}

write() {
    n=$1
    word=$(nth "$numbers" $((n + 1)))
    if [ "$n" = 1 ]; then tables="table"; else tables="tables"; fi
    generics=$(each "$n" "@: Selection" ", ")
    types=$(each "$n" @ ", ")
    values=$(each "$n" % ", ")
    arguments="($types)"
    if [ "$n" = 1 ]; then scope="A"; packed="scopeA"; element="A.Value"; arrays="[A.Value]"
    else
        scope="($types)"; packed="($values)"; element="($(each "$n" "@.Value" ", "))"
        arrays="($(each "$n" "[@.Value]" ", "))"
    fi
    cat <<EOF
// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

/// A SELECT over $word $tables that returns whole rows until \`select\` says otherwise.
public struct From$n<$generics>: SelectQuery {
$(each "$n" "    let %: @" "
")

    /// The clauses.
    public var statement: SelectStatement

    init($(each "$n" "_ %: @" ", "), _ statement: SelectStatement) {
$(each "$n" "        self.% = %" "
")
        self.statement = statement
    }

    /// The $tables' rows.
    public typealias Element = $element

    /// The $tables' rows, by table.
    public typealias ColumnArrays = $arrays

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement {
        var whole = statement
$(each "$n" "        whole.selection += %.selectedExpressions" "
")
        return whole.rendered
    }

    /// Reads rows that the statement returned.
    ///
    /// - Throws: \`PGError\` with a decoding code, naming the row and the column.
    @inlinable
    public func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element] {
        try rows.decode($(each "$n" "@.Value.self" ", "))
    }

    /// Reads rows that the statement returned, table by table.
    ///
    /// - Throws: \`PGError\` with a decoding code, naming the row and the column.
    @inlinable
    public func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> ColumnArrays {
        var reader = ColumnArrayReader(rows)
        return ($(each "$n" "try reader.next(@.Value.self)" ", "))
    }

    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns \`nil\` adds no condition.
    public func \`where\`<Condition: SQLExpression>(
        _ condition: $arguments -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        with { \$0.filter(condition($values)?.node) }
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public func \`where\`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: ($types, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        guard let value else { return self }
        return with { \$0.filter(condition($values, value).node) }
    }

    /// Sorts the rows, after what earlier calls sort by.
    public func orderBy<each Term: OrderTerm>(
        _ terms: $arguments -> (repeat each Term)
    ) -> Self {
        with { \$0.order(by: repeat each terms($values)) }
    }

    /// Makes one row of all that are equal in these expressions.
    public func groupBy<each Key: Selection>(
        _ keys: $arguments -> (repeat each Key)
    ) -> Self {
        with { \$0.group(by: repeat each keys($values)) }
    }

    /// Keeps the groups for which the condition is true.
    public func having<Condition: SQLExpression>(
        _ condition: $arguments -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        with { \$0.filterGroups(condition($values).node) }
    }

    /// Returns these expressions, or whole tables, as a tuple instead of all rows.
    public func select<each Output: Selection>(
        _ selection: $arguments -> (repeat each Output)
    ) -> Select<$scope, repeat (each Output).Value> {
        Select($packed, statement.selecting(repeat each selection($values)))
    }
EOF
    if [ "$n" -lt 6 ]; then
        join join inner "" "Adds a table; rows without a partner are left out." "$n"
        join leftJoin left "" "Adds a table whose row is \`nil\` where there is no partner." "$n"
    fi
    echo "}"
}

run() { # run TYPE
    cat <<EOF
// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

// The same methods as on every query, with the tuple spelled out: through the associated type the
// compiler cannot infer it in one expression with the call that made the query.
extension $1 {
    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and \`PGError\` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(repeat each Output)] {
        try await QueryRunner(self, fileID, line).fetch(on: executor)
    }

    /// Runs the query and returns the first row, or \`nil\` when there is none.
    ///
    /// A SELECT without a limit gets \`LIMIT 1\`.
    ///
    /// - Throws: As \`\`fetch(on:fileID:line:)\`\` does.
    @inlinable
    public func fetchFirst<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat each Output)? {
        try await QueryRunner(limitedToFirst, fileID, line).fetch(on: executor).first
    }

    /// Runs the query and returns its only row, or \`nil\` when there is none.
    ///
    /// - Throws: \`PGError.Code.rowCountMismatch\` when there are several; otherwise as
    ///   \`\`fetch(on:fileID:line:)\`\` does.
    @inlinable
    public func fetchOne<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat each Output)? {
        try await QueryRunner(self, fileID, line).fetchOne(on: executor)
    }

    /// Runs the query and returns an array for each part of the row instead of rows.
    ///
    /// - Throws: As \`\`fetch(on:fileID:line:)\`\` does.
    @inlinable
    public func columns<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat [each Output]) {
        try await QueryRunner(self, fileID, line).columns(on: executor)
    }

    /// Runs the query while blocking the calling thread, for scripts and command lines.
    ///
    /// - Throws: As \`\`fetch(on:fileID:line:)\`\` does; \`PGError.Code.blockingOnEventLoop\` on a
    ///   thread that has to stay free to receive the answer.
    @available(*, noasync, message: "blocks the thread; use fetch(on:) in asynchronous code")
    @inlinable
    public func fetchBlocking<Executor: BlockingStatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) throws(PGError) -> [(repeat each Output)] {
        try QueryRunner(self, fileID, line).fetchBlocking(on: executor)
    }

    /// Starts the query without waiting for it; see \`\`QueryHandle\`\`.
    @inlinable
    public func submit<Executor: StatementExecutor & Sendable>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) -> QueryHandle<(repeat each Output)> {
        QueryRunner(self, fileID, line).submit(on: executor)
    }

    /// Returns the rows in chunks of at most \`chunk\`, with bounded memory; see \`\`QueryStream\`\`.
    @inlinable
    public func stream<Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(repeat each Output), Executor> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk)
    }
}
EOF
}

for n in 1 2 3 4 5 6; do
    write "$n" > "$folder/From$n.swift"
done
run Select > "$folder/Select+Run.swift"
run Returning > "$folder/Returning+Run.swift"
swift format -i "$folder"/From[1-6].swift "$folder"/*+Run.swift
