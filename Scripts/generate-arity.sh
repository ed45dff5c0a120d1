#!/bin/sh
# Writes Sources/QueryBuilder/Statements/From1.swift … From6.swift: queries over one to six tables;
# From1+Joins.swift … From5+Joins.swift: adding another;
# and Select+Run.swift, Select+Fetch.swift, Returning+Run.swift and Returning+Fetch.swift: running the two
# types whose rows are tuples.
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

# joined KIND ARITY COLUMNS: the tables' types after a join; with `values` as a fourth word, their values.
joined() {
    letter=$(nth "$letters" $(($2 + 1)))
    case $1 in
    inner | cross) left=@ leftValue=% right=$3 rightValue=scope$letter ;;
    left) left=@ leftValue=% right=$3.NullableColumns rightValue=scope$letter.nullableColumns ;;
    right)
        left=@.NullableColumns leftValue=%.nullableColumns right=$3 rightValue=scope$letter ;;
    full)
        left=@.NullableColumns leftValue=%.nullableColumns
        right=$3.NullableColumns rightValue=scope$letter.nullableColumns ;;
    esac
    if [ "${4:-}" = values ]; then echo "$(each "$2" "$leftValue" ", "), $rightValue"
    else echo "$(each "$2" "$left" ", "), $right"; fi
}

# on METHOD KIND SUMMARY ARITY: joins with a condition, with a table and with another source.
on() {
    n=$4
    next=$((n + 1))
    letter=$(nth "$letters" "$next")
    cat <<EOF

    /// $3
    ///
    /// A table that the query already has, or an explicit \`alias\`, is joined under another name.
    public func $1<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: ($(each "$n" @ ", "), Row.Columns) -> Condition
    ) -> From$next<$(joined "$2" "$n" Row.Columns)> where Condition.Value.Base == Bool {
        $1(TableSource<Row>(), as: alias, on: condition)
    }

    /// $3
    ///
    /// A source whose name the query already has, or an explicit \`alias\`, is joined under another
    /// name.
    public func $1<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: ($(each "$n" @ ", "), Source.Columns) -> Condition
    ) -> From$next<$(joined "$2" "$n" Source.Columns)> where Condition.Value.Base == Bool {
        let item = source.item
        let reference = statement.reference(to: item, as: alias)
        let scope$letter = Source.Columns(reference)
        let node = condition($(each "$n" % ", "), scope$letter).node
        return From$next(
            $(joined "$2" "$n" Source.Columns values), statement.joining(item, reference, .$2, .on(node)))
    }
EOF
}

# using METHOD KIND SUMMARY ARITY: joins by columns of the same name: USING, and NATURAL.
using() {
    n=$4
    next=$((n + 1))
    letter=$(nth "$letters" "$next")
    if [ "$1" = join ]; then natural=naturalJoin
    else natural=natural$(echo "$1" | cut -c1 | tr lrf LRF)$(echo "$1" | cut -c2-); fi
    cat <<EOF

    /// $3
    ///
    /// Columns of the same name are compared.
    public func ${1}Using<Row: Table>(
        _ table: Row.Type, as alias: String? = nil,
        _ columns: ($(each "$n" @ ", "), Row.Columns) -> UsingColumns
    ) -> From$next<$(joined "$2" "$n" Row.Columns)> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scope$letter = Row.Columns(reference)
        let criterion = columns($(each "$n" % ", "), scope$letter).criterion
        return From$next(
            $(joined "$2" "$n" Row.Columns values), statement.joining(item, reference, .$2, criterion))
    }

    /// $3
    ///
    /// All columns that have the same name in both are compared.
    public func $natural<Row: Table>(
        _ table: Row.Type, as alias: String? = nil
    ) -> From$next<$(joined "$2" "$n" Row.Columns)> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scope$letter = Row.Columns(reference)
        return From$next(
            $(joined "$2" "$n" Row.Columns values), statement.joining(item, reference, .$2, .natural))
    }
EOF
}

# cross ARITY: joins without a condition.
cross() {
    n=$1
    next=$((n + 1))
    letter=$(nth "$letters" "$next")
    cat <<EOF

    /// Pairs every row with every row of a table.
    public func crossJoin<Row: Table>(
        _ table: Row.Type, as alias: String? = nil
    ) -> From$next<$(joined cross "$n" Row.Columns)> {
        crossJoin(TableSource<Row>(), as: alias)
    }

    /// Pairs every row with every row of another source.
    public func crossJoin<Source: RowSource>(
        _ source: Source, as alias: String? = nil
    ) -> From$next<$(joined cross "$n" Source.Columns)> {
        let item = source.item
        let reference = statement.reference(to: item, as: alias)
        let scope$letter = Source.Columns(reference)
        return From$next(
            $(joined cross "$n" Source.Columns values),
            statement.joining(item, reference, .cross, .none))
    }
EOF
}

# lateral METHOD KIND SUMMARY ARITY: joins with a source that is computed for each row.
lateral() {
    n=$4
    next=$((n + 1))
    letter=$(nth "$letters" "$next")
    if [ "$2" = cross ]; then
        parameter='' node='' criterion=.none
    else
        parameter=",
        on condition: ($(each "$n" @ ", "), Source.Columns) -> Predicate = alwaysTrue"
        node="
        let node = condition($(each "$n" % ", "), scope$letter).node"
        criterion=".on(node)"
    fi
    cat <<EOF

    /// $3
    ///
    /// The closure makes the source from the columns of the row.
    public func $1<Source: RowSource>(
        as alias: String? = nil, _ source: ($(each "$n" @ ", ")) -> Source$parameter
    ) -> From$next<$(joined "$2" "$n" Source.Columns)> {
        let item = source($(each "$n" % ", ")).item
        let reference = statement.reference(to: item, as: alias)
        let scope$letter = Source.Columns(reference)$node
        return From$next(
            $(joined "$2" "$n" Source.Columns values),
            statement.joining(item, reference, .$2, $criterion, isLateral: true))
    }
EOF
}

inner="Adds what it is joined with; rows without a partner are left out."
left="Adds what it is joined with, whose row is \`nil\` where there is no partner."
right="Adds what it is joined with; the rows before it are \`nil\` where there is no partner."
full="Adds what it is joined with; either side is \`nil\` where there is no partner."

joins() { # joins ARITY
    cat <<EOF
// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

extension From$1 {
EOF
    {
        on join inner "$inner" "$1"
        on leftJoin left "$left" "$1"
        on rightJoin right "$right" "$1"
        on fullJoin full "$full" "$1"
        using join inner "$inner" "$1"
        using leftJoin left "$left" "$1"
        using rightJoin right "$right" "$1"
        using fullJoin full "$full" "$1"
        cross "$1"
        lateral joinLateral inner "$inner" "$1"
        lateral leftJoinLateral left "$left" "$1"
        lateral crossJoinLateral cross "Pairs every row with the rows computed for it." "$1"
    } | sed 1d
    echo "}"
}

write() {
    n=$1
    word=$(nth "$numbers" $((n + 1)))
    if [ "$n" = 1 ]; then tables="table"; else tables="tables"; fi
    generics=$(each "$n" "@: RowColumns" ", ")
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
public struct From$n<$generics>: FromQuery {
$(each "$n" "    ~usableFromInline let %: @" "
" | tr '~' '@')

    /// The clauses.
    public var statement: SelectStatement

    @usableFromInline
    init($(each "$n" "_ %: @" ", "), _ statement: SelectStatement) {
$(each "$n" "        self.% = %" "
")
        self.statement = statement
    }

    /// The columns, as the closures of other statements get them.
    public var scope: $scope { $packed }

    /// The tables' rows.
    public typealias Element = $element

    /// The tables' rows, by table.
    public typealias ColumnArrays = $arrays

    /// The clauses, with all columns where nothing else is selected.
    public var completeStatement: SelectStatement {
        var whole = statement
$(each "$n" "        whole.selection += %.selectedExpressions" "
")
        return whole
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
    @inlinable
    public consuming func \`where\`<Condition: SQLExpression>(
        _ condition: $arguments -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        statement.filter(condition($values)?.node)
        return self
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    @inlinable
    public consuming func \`where\`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: ($types, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        if let value { statement.filter(condition($values, value).node) }
        return self
    }

    /// Keeps the rows for which all of the conditions are true; those may be under an \`if\`.
    public consuming func whereAll(@ConditionBuilder _ conditions: $arguments -> [SQLNode]) -> Self {
        statement.filter(.every(conditions($values)))
        return self
    }

    /// Keeps the rows for which one of the conditions is true; with none at all, every row.
    public consuming func whereAny(@ConditionBuilder _ conditions: $arguments -> [SQLNode]) -> Self {
        statement.filter(.some(of: conditions($values)))
        return self
    }

    /// Sorts the rows, after what earlier calls sort by.
    public consuming func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: $arguments -> (First, Second, repeat each Term)
    ) -> Self {
        statement.order(by: tupleParts { terms($values) })
        return self
    }

    /// Sorts the rows, after what earlier calls sort by.
    public consuming func orderBy<Term: OrderTerm>(_ term: $arguments -> Term) -> Self {
        statement.orderBy.append(term($values).ordering)
        return self
    }

    /// Makes one row of all that are equal in these expressions, without the checks of \`grouped\`.
    ///
    /// The server refuses a column that is neither a key nor inside of an aggregate.
    public consuming func groupBy<First: GroupTerm, Second: GroupTerm, each Key: GroupTerm>(
        _ keys: $arguments -> (First, Second, repeat each Key)
    ) -> Self {
        statement.group(by: tupleParts { keys($values) })
        return self
    }

    /// Makes one row of all that are equal in this expression, without the checks of \`grouped\`.
    ///
    /// The server refuses a column that is neither a key nor inside of an aggregate.
    public consuming func groupBy<Key: GroupTerm>(_ key: $arguments -> Key) -> Self {
        statement.groupBy += key($values).groupingElements
        return self
    }

    /// Keeps the groups for which the condition is true.
    public consuming func having<Condition: SQLExpression>(
        _ condition: $arguments -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        statement.filterGroups(condition($values).node)
        return self
    }

    /// Keeps the first row, in the query's order, of those that are equal in these expressions.
    ///
    /// The order has to begin with the same expressions.
    public func distinctOn<First: GroupTerm, Second: GroupTerm, each Key: GroupTerm>(
        _ keys: $arguments -> (First, Second, repeat each Key)
    ) -> Self {
        with { \$0.deduplicate(on: tupleParts { keys($values) }) }
    }

    /// Keeps the first row, in the query's order, of those that are equal in this expression.
    public func distinctOn<Key: GroupTerm>(_ key: $arguments -> Key) -> Self {
        with { \$0.deduplicate(on: [key($values)]) }
    }

    /// Gives a window a name, by which window functions of the query can use it.
    public func window(
        _ name: WindowName, _ definition: $arguments -> WindowDefinition
    ) -> Self {
        with { \$0.rareClauses.windows.append((name, definition($values))) }
    }

    /// Locks the rows of these tables, which are not on the outer side of a join.
    public func lock<First: TableColumns, Second: TableColumns, each Locked: TableColumns>(
        _ strength: LockStrength, _ waiting: LockWaiting? = nil,
        of tables: $arguments -> (First, Second, repeat each Locked)
    ) -> Self {
        with { \$0.lock(strength, tupleParts { tables($values) }, waiting) }
    }

    /// Locks the rows of this table, which is not on the outer side of a join.
    public func lock<Locked: TableColumns>(
        _ strength: LockStrength, _ waiting: LockWaiting? = nil,
        of table: $arguments -> Locked
    ) -> Self {
        with { \$0.lock(strength, [table($values)], waiting) }
    }

    /// Returns this expression, or whole table, instead of all rows.
    @inlinable
    public consuming func select<Output: Selection>(
        _ selection: $arguments -> Output
    ) -> Select<$scope, Output.Value> {
        let nodes = selection($values).selectedExpressions
        return Select($packed, statement.selecting(nodes))
    }

    /// Returns these expressions, or whole tables, as a tuple instead of all rows.
    @inlinable
    public consuming func select<each Output: Selection>(
        _ selection: $arguments -> (repeat each Output)
    ) -> Select<$scope, repeat (each Output).Value> {
        Select($packed, statement.selecting(repeat each selection($values)))
    }
EOF
    echo "}"
}

run() { # run TYPE
    cat <<EOF
// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

// The same methods as on every query, with the tuple spelled out: through the associated type the
// compiler cannot infer it in one expression with the call that made the query.
extension $1 {
    /// Runs the query and returns the first row, or \`nil\` when there is none.
    ///
    /// A SELECT without a limit gets \`LIMIT 1\`.
    ///
    /// - Throws: As \`fetch(on:)\` does.
    @inlinable
    public func fetchFirst<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat each Output)? {
        try await QueryRunner(limitedToFirst, fileID, line).fetch(on: executor).first
    }

    /// Runs the query and returns its only row, or \`nil\` when there is none.
    ///
    /// - Throws: \`PGError.Code.rowCountMismatch\` when there are several; otherwise as
    ///   \`fetch(on:)\` does.
    @inlinable
    public func fetchOne<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat each Output)? {
        try await QueryRunner(self, fileID, line).fetchOne(on: executor)
    }

    /// Runs the query and returns an array for each part of the row instead of rows.
    ///
    /// - Throws: As \`fetch(on:)\` does.
    @inlinable
    public func columns<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat [each Output]) {
        try await QueryRunner(self, fileID, line).columns(on: executor)
    }

    /// Runs the query while blocking the calling thread, for scripts and command lines.
    ///
    /// - Throws: As \`fetch(on:)\` does; \`PGError.Code.blockingOnEventLoop\` on a
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
}
EOF
}

# fetch TYPE SCOPE GENERICS OUTPUTS ROW DECODER: fetching rows of one number of parts.
fetch() {
    cat <<EOF

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and \`PGError\` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<$2$3, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [$5] where Self == $1<$2$4> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode($6)
        }
    }
EOF
}

# stream TYPE SCOPE GENERICS OUTPUTS ROW DECODER: the same in chunks.
stream() {
    cat <<EOF

    /// Returns the rows in chunks of at most \`chunk\`, with bounded memory; see \`\`QueryStream\`\`.
    @inlinable
    public func stream<$2$3, Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<$5, Executor> where Self == $1<$2$4> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode($6)
        }
    }
EOF
}

# part COUNT FORMAT: the format for each number; @ is the number.
part() {
    index=1
    result=
    while [ "$index" -le "$1" ]; do
        result="$result${result:+, }$(echo "$2" | sed "s/@/$index/g")"
        index=$((index + 1))
    done
    echo "$result"
}

# fetches TYPE SCOPE: fetching rows of one to eight parts, and of any number.
fetches() {
    cat <<EOF
// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

// The parts of a row are spelled out, because the compiler does not unroll packs: it would read
// every value through witness tables. These specialise in the caller. They extend the protocol, where
// the compiler prefers them to those with a pack.
extension Query {
EOF
    {
        for n in 1 2 3 4 5 6 7 8; do
            row=$(part "$n" Part@)
            [ "$n" = 1 ] || row="($row)"
            for way in fetch stream; do
                "$way" "$1" "$2" "$(part "$n" Part@)" "$(part "$n" Part@)" "$row" \
                    "$(part "$n" Part@.self)"
            done
        done
        for way in fetch stream; do
            "$way" "$1" "$2" "each Part: RowDecodable" "repeat each Part" "(repeat each Part)" \
                "repeat (each Part).self"
        done
    } | sed 1d
    echo "}"
}

for n in 1 2 3 4 5 6; do
    write "$n" > "$folder/From$n.swift"
    if [ "$n" -lt 6 ]; then joins "$n" > "$folder/From$n+Joins.swift"; fi
done
run Select > "$folder/Select+Run.swift"
run Returning > "$folder/Returning+Run.swift"
fetches Select "Scope, " > "$folder/Select+Fetch.swift"
fetches Returning "" > "$folder/Returning+Fetch.swift"
swift format -i "$folder"/From[1-6].swift "$folder"/From[1-5]+Joins.swift "$folder"/*+Run.swift \
    "$folder"/*+Fetch.swift
