#!/usr/bin/env bash
# Runs the driver's tests under ThreadSanitizer, then under AddressSanitizer with its look for leaks.
# SANITIZERS chooses among them ("thread address"); arguments go to `swift test`, such as:
# --filter PoolTests
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[[ $# -gt 0 ]] || set -- --filter '^(PGCoreTests|PGWireTests|PGWireLiveTests)\.'

export STRATA_REQUIRE_POSTGRES=1

build() {
    swift build --build-tests --sanitize="$1" --scratch-path ".build/sanitize-$1"
}

# Everything is several times slower: fewer tests at once keep within their time limits.
run() {
    local sanitizer=$1
    shift
    swift test --skip-build --disable-xctest --sanitize="$sanitizer" \
        --scratch-path ".build/sanitize-$sanitizer" \
        --experimental-maximum-parallelization-width 8 "$@"
}

# Nothing is suppressed: a report is a race.
test_thread() {
    build thread || return
    local preloaded=
    if [[ "$(uname -s)" == Linux ]]; then
        preloaded=$PWD/.build/sanitize-thread/libhandover.so
        clang -O1 -shared -fPIC -o "$preloaded" Scripts/sanitizers/{mutex,continuation}.c
    fi
    LD_PRELOAD=$preloaded TSAN_OPTIONS="halt_on_error=0 exitcode=66" run thread "$@"
}

# What is never freed is told at the end of the process, once for everything.
test_address() {
    build address || return
    local leaks=1
    [[ "$(uname -s)" == Linux ]] || leaks=0
    ASAN_OPTIONS="detect_leaks=$leaks" \
        LSAN_OPTIONS="suppressions=$PWD/Scripts/sanitizers/leak.supp:print_suppressions=0" \
        run address "$@"
}

for sanitizer in ${SANITIZERS:-thread address}; do
    step "The driver's tests under the $sanitizer sanitizer" "test_$sanitizer" "$@"
done
