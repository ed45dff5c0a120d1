#!/bin/sh
# Writes Sources/QueryBuilder/Grouping/Grouped1.swift … Grouped6.swift: queries grouped by one to six
# keys; and FromQuery+Grouped.swift, which makes them.
#
# The number of keys is spelled out, for the reason that generate-arity.sh gives for that of tables.
set -eu
cd "$(dirname "$0")/.."
folder=Sources/QueryBuilder/Grouping
words="one two three four five six"
most=6

# each COUNT FORMAT SEPARATOR: the format for each number; @ is the number, counted from 1, % from 0.
each() {
    index=1
    result=
    while [ "$index" -le "$1" ]; do
        item=$(echo "$2" | sed "s/@/$index/g; s/%/$((index - 1))/g")
        result="$result${result:+$3}$item"
        index=$((index + 1))
    done
    echo "$result"
}

write() { # write NUMBER
    n=$1
    word=$(echo "$words" | cut -d' ' -f"$n")
    types=$(each "$n" "Key@" ", ")
    values=$(each "$n" "key@" ", ")
    closure="($types, GroupRows<Base>)"
    optional="Grouped$n<Base, $(each "$n" "Key@.OptionalGroupKey" ", ")>"
    optionals=$(each "$n" "Key@.OptionalGroupKey: GroupKey" ", ")
    if [ "$n" = 1 ]; then keys="key"; tuple="Key1"; first="key"
    else keys="keys"; tuple="($types)"; first="keys.%"; fi
    cat <<EOF
// Written by Scripts/generate-grouped.sh: change the script, not this file.

/// A query grouped by $word $keys, for which it is still to be said what is selected; see <doc:Grouping>.
public struct Grouped$n<Base: Sendable, $(each "$n" "Key@: GroupKey" ", ")>: Sendable {
$(each "$n" "    private let key@: Key@" "
")
    private let rows: GroupRows<Base>
    private let statement: SelectStatement

    init(_ base: Base, _ statement: SelectStatement, _ $keys: $tuple) {
        var naming = KeyNaming(statement)
$(each "$n" "        key@ = naming.named($first)" "
")
        rows = GroupRows(base)
        self.statement = naming.grouped(by: [$values])
    }

    private init(
        $(each "$n" "_ key@: Key@" ", "), _ rows: GroupRows<Base>, _ statement: SelectStatement
    ) {
$(each "$n" "        self.key@ = key@" "
")
        self.rows = rows
        self.statement = statement
    }

    private func with(_ change: (inout SelectStatement) -> Void) -> Self {
        var copy = statement
        change(&copy)
        return Self($values, rows, copy)
    }

    /// Keeps the groups for which the condition is true, and for which earlier ones are.
    ///
    /// A condition that may be unknown says what that means: \`isTrue\` or \`isNotFalse\`.
    public func having(
        _ condition: $closure -> Predicate
    ) -> Self {
        with { \$0.filterGroups(condition($values, rows).node) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: $closure -> (First, Second, repeat each Term)
    ) -> Self {
        with { \$0.order(by: tupleParts { terms($values, rows) }) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<Term: OrderTerm>(
        _ term: $closure -> Term
    ) -> Self {
        with { \$0.orderBy.append(term($values, rows).ordering) }
    }

    /// Gives a window over the groups a name, by which window functions of the query can use it.
    public func window(
        _ name: WindowName,
        _ definition: $closure -> WindowDefinition
    ) -> Self {
        with { \$0.rareClauses.windows.append((name, definition($values, rows))) }
    }

    /// Returns this expression, or whole table, of each group.
    public func select<Output: PlainSelection>(
        _ selection: $closure -> Output
    ) -> Select<NoColumns, Output.Value> {
        Select(NoColumns(), statement.selecting(selection($values, rows)))
    }

    /// Returns these expressions, or whole tables, of each group as a tuple.
    public func select<each Output: PlainSelection>(
        _ selection: $closure -> (repeat each Output)
    ) -> Select<NoColumns, repeat (each Output).Value> {
        Select(NoColumns(), statement.selecting(repeat each selection($values, rows)))
    }

    /// Takes what is neither a key nor an aggregate of \`rows\`, and makes no query of it.
    public func select(_ selection: $closure -> Void) -> NotSelectable { NotSelectable() }

    /// Groups by all the keys, by all but the last, and so on to none at all, for subtotals.
    ///
    /// A key is NULL in the rows of a set that leaves it out, and so is optional from here on;
    /// \`\`grouping(_:)\`\` tells such a NULL from one among the values.
    public func rollup() -> $optional
    where $optionals {
        inSets(statement.rolledUp([$values]))
    }

    /// Groups by every subset of the keys, which become optional as \`\`rollup()\`\` makes them.
    public func cube() -> $optional
    where $optionals {
        inSets(statement.cubed([$values]))
    }

    /// Groups by each of the sets of keys, which become optional as \`\`rollup()\`\` makes them.
    ///
    /// An empty set makes one group of all rows. A key that none of the sets names is in each of
    /// them.
    public func groupingSets(
        _ sets: ($types) -> [[any GroupTerm]]
    ) -> $optional
    where $optionals {
        inSets(statement.grouped([$values], inSets: sets($values)))
    }

    private func inSets(
        _ statement: SelectStatement
    ) -> $optional
    where $optionals {
        $optional(
            $(each "$n" "key@.optionalGroupKey" ", "), rows, statement)
    }
}
EOF
}

from() {
    cat <<EOF
// Written by Scripts/generate-grouped.sh: change the script, not this file.

extension FromQuery {
    /// Makes one row of all that are equal in this expression.
    ///
    /// What is selected, filtered and sorted by afterwards is the key and aggregates of the group,
    /// which the compiler checks; see <doc:Grouping>.
    ///
    /// \`\`\`swift
    /// PostRow.all.grouped { \$0.authorID }.select { author, rows in (author, rows.count) }
    /// \`\`\`
    public func grouped<Key: GroupKey>(_ key: (Scope) -> Key) -> Grouped1<Scope, Key> {
        Grouped1(scope, statement, key(scope))
    }
EOF
    n=2
    while [ "$n" -le "$most" ]; do
        types=$(each "$n" "Key@" ", ")
        cat <<EOF

    /// Makes one row of all that are equal in these expressions, with the same checks.
    public func grouped<$(each "$n" "Key@: GroupKey" ", ")>(
        _ keys: (Scope) -> ($types)
    ) -> Grouped$n<Scope, $types> {
        Grouped$n(scope, statement, keys(scope))
    }
EOF
        n=$((n + 1))
    done
    cat <<EOF

    /// Makes one row of all rows, also where there are none.
    ///
    /// \`\`\`swift
    /// OrderRow.all.grouped().select { rows in (rows.count, rows { \$0.amount.sum() }) }
    /// \`\`\`
    public func grouped() -> WholeGroup<Scope> {
        WholeGroup(GroupRows(scope), statement)
    }
}
EOF
}

n=1
while [ "$n" -le "$most" ]; do
    write "$n" > "$folder/Grouped$n.swift"
    n=$((n + 1))
done
from > "$folder/FromQuery+Grouped.swift"
swift format --in-place "$folder"/Grouped?.swift "$folder/FromQuery+Grouped.swift"
