#!/usr/bin/env bash
# Checks that generated files are what their scripts write now, and that the README shows the program
# that is compiled. Changes nothing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

saved=$(mktemp -d)
trap 'rm -rf "$saved"' EXIT

# check SCRIPT FILE...: runs the script, compares, and puts the files back.
check() {
    local script=$1 file stale=0
    shift
    for file in "$@"; do
        mkdir -p "$saved/$(dirname "$file")"
        cp -p "$file" "$saved/$file"
    done
    "$script" >/dev/null
    for file in "$@"; do
        cmp -s "$file" "$saved/$file" || { say "$file is not what $script writes: run it"; stale=1; }
        cp -p "$saved/$file" "$file"
    done
    return "$stale"
}

while IFS=' ' read -r script files; do
    # Unquoted on purpose: the files are several words.
    # shellcheck disable=SC2086
    check "$script" $files
done <<'TABLE'
Scripts/generate-arity.sh Sources/QueryBuilder/Statements/From1.swift Sources/QueryBuilder/Statements/From2.swift Sources/QueryBuilder/Statements/From3.swift Sources/QueryBuilder/Statements/From4.swift Sources/QueryBuilder/Statements/From5.swift Sources/QueryBuilder/Statements/From6.swift Sources/QueryBuilder/Statements/From1+Joins.swift Sources/QueryBuilder/Statements/From2+Joins.swift Sources/QueryBuilder/Statements/From3+Joins.swift Sources/QueryBuilder/Statements/From4+Joins.swift Sources/QueryBuilder/Statements/From5+Joins.swift Sources/QueryBuilder/Statements/Select+Run.swift Sources/QueryBuilder/Statements/Returning+Run.swift Sources/QueryBuilder/Statements/Select+Fetch.swift Sources/QueryBuilder/Statements/Returning+Fetch.swift
Scripts/generate-grouped.sh Sources/QueryBuilder/Grouping/Grouped1.swift Sources/QueryBuilder/Grouping/Grouped2.swift Sources/QueryBuilder/Grouping/Grouped3.swift Sources/QueryBuilder/Grouping/Grouped4.swift Sources/QueryBuilder/Grouping/Grouped5.swift Sources/QueryBuilder/Grouping/Grouped6.swift Sources/QueryBuilder/Grouping/FromQuery+Grouped.swift
Scripts/generate-decode.sh Sources/PGCore/Rows/RowBatch+Decode.swift Sources/PGCore/Rows/RowBatch+Columns.swift
Scripts/generate-copy.sh Sources/PGWire/Copy/CopyWriter+Write.swift
Scripts/generate-demo-sources.sh Sources/DemoAPI/Explore/HandlerSources+Generated.swift
TABLE

awk '/^```swift$/ { if (!seen) { inside = 1; seen = 1; next } } /^```$/ { inside = 0 } inside' README.md \
    | cmp -s - Snippets/QuickStart.swift || fail "README.md and Snippets/QuickStart.swift differ"
lines=$(wc -l <README.md)
[[ "$lines" -lt 200 ]] || fail "README.md has $lines lines; a manual belongs in docs/"
say "Generated files and the README are up to date."
