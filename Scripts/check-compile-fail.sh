#!/bin/sh
# Compiles each program in Tests/CompileFail against the built modules and checks that the compiler
# refuses it, with the message its first line expects:
#
#     // expect: part of the error message
#
# Files named Support*.swift are compiled with every program of their folder. Needs a debug build.
# Usage: Scripts/check-compile-fail.sh [folder …]
set -eu
cd "$(dirname "$0")/.."
modules=$(swift build --show-bin-path)/Modules
output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
# What the modules import from C; only for reading their interfaces, nothing is linked.
c_flags="-Xcc -fmodule-map-file=$PWD/Sources/CLibpq/module.modulemap \
    -Xcc -fmodule-map-file=${modules%/Modules}/CStrataSystem.build/module.modulemap"
for flag in $(pkg-config --cflags libpq); do c_flags="$c_flags -Xcc $flag"; done
export modules output c_flags

check() { # check PROGRAM
    program=$1
    expected=$(sed -n '1s|^// expect: ||p' "$program")
    log=$output/$(echo "$program" | tr / _).log
    [ -n "$expected" ] || { echo "$program: its first line must be // expect: <message>"; return 1; }
    support=$(find "$(dirname "$program")" -maxdepth 1 -name 'Support*.swift')
    # -emit-sil runs the checks for data races, which -typecheck leaves out.
    # A part of a select list that cannot be selected is a mere warning: an unused expression.
    # shellcheck disable=SC2086
    if swiftc -emit-sil -wmo -warnings-as-errors -parse-as-library -swift-version 6 -module-name Program \
        -enable-upcoming-feature NonisolatedNonsendingByDefault \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility \
        $c_flags -I "$modules" -o /dev/null $support "$program" > "$log" 2>&1
    then
        echo "$program: compiles, and must not"
        return 1
    fi
    grep 'error:' "$log" | grep -qF -- "$expected" && return 0
    echo "$program: expected an error with: $expected"
    grep 'error:' "$log" | sed 's/^/    /'
    return 1
}

if [ "${1:-}" = --one ]; then
    check "$2"
    exit
fi

[ $# -gt 0 ] || set -- Tests/CompileFail/*/
programs=$(find "$@" -name '*.swift' ! -name 'Support*.swift' | sort)
[ -n "$programs" ] || { echo "no programs in $*"; exit 1; }
count=$(echo "$programs" | wc -l)
if echo "$programs" | xargs -P 2 -n 1 "$0" --one; then
    echo "$count programs do not compile, as expected"
else
    echo "some of $count programs failed the check"
    exit 1
fi
