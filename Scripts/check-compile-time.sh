#!/usr/bin/env bash
# Checks what queries cost the compiler, against the modules of a debug build:
#
# - 100 tables of 20 columns and 500 queries take at most BUDGET times as long to check as 100 plain
#   structs of 20 properties and 500 plain functions of the same size, measured in the same run;
# - no expression takes 100 ms, in those queries, the query builder's tests and the snippets about it;
#   where the plain program takes REFERENCE, and in proportion where it takes more or less.
#
# Measured is the compiler's own time on a processor, which other work on the machine changes little,
# and of two measurements the smaller one. Tests/CompileTime has what is copied.
#
# Measured when the budget was set: 5.6 s to 5.8 s (1.0 times as long) on a busy machine with two cores.
# Usage: Scripts/check-compile-time.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

budget=2
limit=100
reference=5700 # ms for the plain program where the limit was set
tables=100
copies=20 # of 25 queries each

modules=$(swift build --show-bin-path)/Modules
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What SwiftPM calls the package, for what is only visible within it.
package=$(basename "$PWD" | tr '[:upper:]' '[:lower:]' | tr -c '[:alnum:]\n' _)
flags=(-swift-version 6 -package-name "$package"
    -enable-upcoming-feature NonisolatedNonsendingByDefault
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature InternalImportsByDefault
    # The limit depends on what is measured with these; what is below it is left out afterwards.
    -Xfrontend "-warn-long-expression-type-checking=$((limit / 10))"
    # What the modules import from C; only for reading their interfaces, nothing is linked.
    -Xcc "-fmodule-map-file=$PWD/Sources/CLibpq/module.modulemap"
    -Xcc "-fmodule-map-file=${modules%/Modules}/CStrataSystem.build/module.modulemap"
    -I "$modules")
for flag in $(pkg-config --cflags libpq); do flags+=(-Xcc "$flag"); done
macros=${modules%/Modules}/StrataMacrosPlugin-tool
if [[ -x "$macros" ]]; then flags+=(-load-plugin-executable "$macros#StrataMacrosPlugin"); fi

# copy TEMPLATE COUNT SUFFIX: the template with numbers for its letters, each copy for other tables.
copy() {
    local template=$1 count=$2 number
    for ((number = 0; number < count; number++)); do
        sed -E -e "s/(Queries|Functions)A/\1$number/g" \
            -e "s/(Row|Plain)A/\1$((number * 100 / count))/g" \
            -e "s/(Row|Plain)B/\1$((number * 100 / count + 1))/g" \
            -e "s/(Row|Plain)C/\1$((number * 100 / count + 2))/g" -e "s/row_a/row_$number/g" \
            "Tests/CompileTime/$template.swift" >"$3/$template$number.swift"
    done
}

# check LOG FILE...: type-checks the files as a module and prints the processor time in milliseconds.
check() {
    local log=$1
    shift
    local TIMEFORMAT='%3U %3S'
    { time swiftc -typecheck -wmo -parse-as-library -module-name Program "${flags[@]}" \
        "$@" >"$log" 2>&1 || touch "$log.failed"; } 2>"$log.time"
    [[ ! -e "$log.failed" ]] || {
        grep -m 5 "error:" "$log" >&2
        fail "the compiler refuses $1 or its like"
    }
    awk '{ printf "%d\n", ($1 + $2) * 1000 }' "$log.time"
}

# slow LOG: the places of slow expressions in it, a line each.
slow() {
    sed -nE 's/^([^ ]*): warning: expression took ([0-9]+)ms.*/\2 \1/p' "$1" |
        awk -v allowed="$allowed" '$1 > allowed { print $2 }' | sort -u
}

least() {
    sort -n | head -1
}

mkdir "$work/plain" "$work/queries"
copy Plain $tables "$work/plain"
copy Functions $copies "$work/plain"
copy Table $tables "$work/queries"
copy Queries $copies "$work/queries"

for round in 1 2; do
    check "$work/plain.$round" "$work"/plain/*.swift >>"$work/plain.times"
    check "$work/queries.$round" "$work"/queries/*.swift >>"$work/queries.times"
done
plain=$(least <"$work/plain.times")
queries=$(least <"$work/queries.times")
awk -v plain="$plain" -v queries="$queries" -v budget="$budget" 'BEGIN {
    printf "100 plain structs and 500 functions: %.2f s\n", plain / 1000
    printf "100 tables and 500 queries: %.2f s, %.1f times as long; the budget is %d times\n",
        queries / 1000, queries / plain, budget
    exit queries > plain * budget
}' || fail "queries take longer to compile than the budget allows"

allowed=$((limit * plain / reference))

# A place is slow if it was slow both times: the first look at an operator loads what it is made of.
found=$(comm -12 <(slow "$work/queries.1") <(slow "$work/queries.2"))

# again LOG COMMAND...: runs a command whose output goes to a log; once more if it finds something slow.
again() {
    local log=$1
    shift
    "$@" "$log.1" || return 1
    [[ -n "$(slow "$log.1")" ]] || return 0
    "$@" "$log.2" || return 1
    found+=$'\n'$(comm -12 <(slow "$log.1") <(slow "$log.2"))
}

check_tests() { # check_tests TARGET LOG
    local file files=()
    while IFS= read -r file; do files+=("$file"); done < <(find -L "Tests/$1" -name '*.swift' | sort)
    check "$2" "${files[@]}" >/dev/null
}

check_snippet() { # check_snippet FILE LOG
    swiftc -typecheck "${flags[@]}" "$1" >"$2" 2>&1 || {
        grep -m 5 "error:" "$2" >&2
        fail "the compiler refuses $1"
    }
}

for target in QueryBuilderTests QueryBuilderLiveTests; do
    again "$work/$target" check_tests "$target"
done
for snippet in $(grep -lE 'import (QueryBuilder|StrataMacros)' Snippets/*.swift 2>/dev/null || true); do
    again "$work/$(basename "$snippet")" check_snippet "$snippet"
done
[[ -z "${found//$'\n'/}" ]] || fail "expressions of over $allowed ms:"$'\n'"$found"
say "no expression takes $allowed ms"
