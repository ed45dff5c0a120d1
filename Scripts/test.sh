#!/usr/bin/env bash
# Runs the tests; arguments go to `swift test`, such as: --filter PGWireLiveTests
#
# With DATABASE_URL or PGHOST set, the live tests use that server. Otherwise the test process starts a
# throwaway one, which ends with it. What failed is listed again at the end.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A live test that finds no server fails instead of being skipped.
export STRATA_REQUIRE_POSTGRES=1

if has_given_server; then
    say "The live tests use the server that DATABASE_URL or PGHOST names."
else
    say "The live tests start a throwaway Postgres."
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# A dozen at a time: each live test has connections of its own, and hundreds at once would exceed what
# the server takes and what the time limits allow for.
status=0
swift test --parallel --disable-xctest --experimental-maximum-parallelization-width 12 "$@" |
    tee -i "$log" || status=$?

# Thousands of lines lie between a failure and the end of the output.
if [[ $status -ne 0 ]]; then
    printf '\nWhat failed:\n' >&2
    grep -E -A 4 'recorded an issue|Fatal error|^error:|\*\*\* ' "$log" |
        grep -v -E ' (started|passed|skipped)[. ]' >&2 || true
fi
exit "$status"
