#!/usr/bin/env bash
# Checks that every file of Sources imports only what its module may import.
# Usage: check-layering.sh [--self-test | folder]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# One line per module: its name, a colon, and everything it may import besides the standard library.
# A name that ends in * allows every module whose name begins that way. Put a module into a row only
# together with a reason in docs/decisions.
allowed='
PGCore: FoundationEssentials
PGSchema: PGCore FoundationEssentials
QueryBuilder: PGCore PGSchema FoundationEssentials
PGWire: PGCore CLibpq CStrataSystem Logging Metrics Tracing ServiceLifecycle @collections @system
ORM: PGCore PGSchema PGWire QueryBuilder Logging FoundationEssentials Foundation @collections
StrataMacrosPlugin: SwiftCompilerPlugin SwiftDiagnostics SwiftSyntax*
StrataMacros: PGCore PGSchema QueryBuilder ORM
LocalPostgres: @system
Migrations: PGCore PGSchema PGWire Logging @system
StrataCLI: PGCore PGSchema PGWire Migrations LocalPostgres ArgumentParser Logging @system
StrataCLIMain: StrataCLI
PGTestKit: PGCore PGWire LocalPostgres Testing Logging @system
DemoAPI: PGCore PGSchema PGWire QueryBuilder ORM StrataMacros Migrations LocalPostgres Hummingbird HummingbirdCore HTTPTypes NIOCore NIOPosix InMemoryTracing Mustache Configuration ArgumentParser Metrics Tracing ServiceLifecycle UnixSignals Logging @system
DemoAPIMain: DemoAPI
'
groups='
@collections: Collections DequeModule HeapModule HashTreeCollections OrderedCollections
@system: Foundation FoundationEssentials Dispatch Darwin Glibc Musl
'

check() {
    local folder=$1
    local files=()
    while IFS= read -r file; do
        files+=("$file")
    done < <(cd "$folder" && find Sources -name '*.swift' | sort)
    [[ ${#files[@]} -gt 0 ]] || fail "no Swift files under $folder/Sources"
    (cd "$folder" && awk -v allowed="$allowed" -v groups="$groups" "$program" "${files[@]}")
}

# shellcheck disable=SC2016
program='
BEGIN {
    readTable(groups, members)
    readTable(allowed, rows)
    for (module in rows) {
        count = split(rows[module], names, " ")
        for (i = 1; i <= count; i++) {
            if (names[i] in members) {
                inner = split(members[names[i]], group, " ")
                for (j = 1; j <= inner; j++) { may[module, group[j]] = 1 }
            } else if (names[i] ~ /\*$/) {
                prefixes[module] = substr(names[i], 1, length(names[i]) - 1)
            } else {
                may[module, names[i]] = 1
            }
        }
    }
    standard["Swift"]; standard["Synchronization"]
}

function readTable(text, table,    lines, count, i, colon) {
    count = split(text, lines, "\n")
    for (i = 1; i <= count; i++) {
        colon = index(lines[i], ":")
        if (colon > 0) { table[substr(lines[i], 1, colon - 1)] = substr(lines[i], colon + 1) }
    }
}

function report(message) {
    printf "%s:%d: %s\n", FILENAME, FNR, message
    violations++
}

# The module a line imports, or nothing: attributes, an access level, the word, a kind, the name.
function imported(line) {
    while (sub(/^[ \t]*@[A-Za-z_]+(\([^)]*\))?[ \t]+/, "", line)) { }
    sub(/^[ \t]+/, "", line)
    sub(/^(public|package|internal|private|fileprivate)[ \t]+/, "", line)
    if (!sub(/^import[ \t]+/, "", line)) { return "" }
    sub(/^(struct|class|enum|protocol|actor|func|var|let|typealias)[ \t]+/, "", line)
    if (!match(line, /^[A-Za-z_][A-Za-z_0-9]*/)) { return "" }
    return substr(line, 1, RLENGTH)
}

function isAllowed(module, name) {
    if (name in standard || (module, name) in may) { return 1 }
    return module in prefixes && index(name, prefixes[module]) == 1
}

FNR == 1 {
    split(FILENAME, parts, "/")
    module = parts[2]
    inText = 0
    isFallback = 0
    if (!(module in rows) && !(module in unknown)) {
        unknown[module]
        report(module " has no row in the table of Scripts/check-layering.sh")
    }
}

/^#if canImport\(FoundationEssentials\)/ { inEssentials = 1 }
/^#else/ && inEssentials { isFallback = 1 }
/^#endif/ { isFallback = 0; inEssentials = 0 }

# What stands in a multi-line string is text, not an import.
{
    wasInText = inText
    rest = $0
    while (sub(/"""/, "", rest)) { inText = !inText }
    if (wasInText) { next }
}

(name = imported($0)) != "" && module in rows {
    # Foundation stands in for FoundationEssentials where that does not exist.
    if (name == "Foundation" && isFallback) { next }
    if (!isAllowed(module, name)) { report(module " may not import " name) }
    if (name == "CLibpq") {
        if (!(FILENAME in libpq)) { libpq[FILENAME]; libpqFiles++ }
        if (FILENAME !~ /^Sources\/PGWire\/Libpq\//) {
            report("CLibpq is imported only under Sources/PGWire/Libpq")
        } else if (libpqFiles > 3) {
            report("CLibpq is imported in more than three files")
        }
    }
    if (name == "CStrataSystem" && FILENAME !~ /^Sources\/PGWire\/EventLoop\//) {
        report("CStrataSystem is imported only under Sources/PGWire/EventLoop")
    }
}

END { if (violations > 0) { exit 1 } }
'

# expect FILE TEXT OUTPUT: a tree with only that file gives exactly that output; nothing means allowed.
expect() {
    local file=$1 text=$2 wanted=$3 tree output status=0
    tree=$(mktemp -d "$scratch/tree.XXXXXX")
    mkdir -p "$tree/$(dirname "$file")"
    printf '%b\n' "$text" >"$tree/$file"
    output=$(check "$tree") || status=$?
    [[ "$output" == "$wanted" ]] ||
        fail "self-test: $text in $file gave '$output' instead of '$wanted'"
    if [[ -z "$wanted" && "$status" != 0 || -n "$wanted" && "$status" == 0 ]]; then
        fail "self-test: $text in $file exited with $status"
    fi
}

# expect_violation FILE IMPORT NAME: the import is caught in the file's second line.
expect_violation() {
    local module=${1#Sources/}
    module=${module%%/*}
    expect "$1" "// first line\n$2" "$1:2: $module may not import $3"
}

self_test() {
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    expect_violation Sources/PGCore/A.swift 'import Foundation' Foundation
    expect_violation Sources/PGCore/A.swift 'public import Glibc' Glibc
    expect_violation Sources/PGSchema/A.swift '@testable import PGWire' PGWire
    expect_violation Sources/QueryBuilder/Deep/A.swift '  package import PGWire' PGWire
    expect_violation Sources/QueryBuilder/A.swift 'import struct Foundation.Date' Foundation
    expect_violation Sources/ORM/A.swift '@_exported import Hummingbird' Hummingbird
    expect_violation Sources/ORM/A.swift '@_spi(Private) @preconcurrency import Testing' Testing
    expect_violation Sources/Migrations/A.swift 'import ORM' ORM
    expect_violation Sources/StrataMacros/A.swift 'internal import SwiftSyntax' SwiftSyntax
    expect Sources/Stranger/A.swift 'let x = 1' \
        'Sources/Stranger/A.swift:1: Stranger has no row in the table of Scripts/check-layering.sh'
    expect Sources/PGWire/A.swift 'import CLibpq' \
        'Sources/PGWire/A.swift:1: CLibpq is imported only under Sources/PGWire/Libpq'
    expect Sources/PGWire/A.swift 'import CStrataSystem' \
        'Sources/PGWire/A.swift:1: CStrataSystem is imported only under Sources/PGWire/EventLoop'
    expect Sources/PGWire/Libpq/A.swift 'import CLibpq\nimport Synchronization' ''
    expect Sources/PGCore/A.swift 'public import FoundationEssentials' ''
    expect Sources/PGCore/A.swift '// import Foundation\nlet importing = 1' ''
    expect Sources/PGCore/A.swift 'let x = """\n    import Foundation\n    """' ''
    expect Sources/StrataMacrosPlugin/A.swift 'import SwiftSyntaxMacros' ''
    expect_four_libpq_files
    say "The layering check catches what it should."
}

expect_four_libpq_files() {
    local tree=$scratch/four output
    mkdir -p "$tree/Sources/PGWire/Libpq"
    for name in A B C D; do
        echo 'import CLibpq' >"$tree/Sources/PGWire/Libpq/$name.swift"
    done
    output=$(check "$tree") && fail "self-test: four files may not import CLibpq"
    [[ "$output" == *'Libpq/D.swift:1: CLibpq is imported in more than three files' ]] ||
        fail "self-test: four files that import CLibpq gave '$output'"
}

case "${1:-}" in
--self-test) self_test ;;
*) check "${1:-.}" && say "Every module imports only what it may." ;;
esac
