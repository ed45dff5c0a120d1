#!/usr/bin/env bash
# Runs the tests; arguments go to `swift test`, such as: --filter PGWireLiveTests
#
# With DATABASE_URL or PGHOST set, the live tests use that server. Otherwise the test process starts a
# throwaway one, which ends with it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A live test that finds no server fails instead of being skipped.
export STRATA_REQUIRE_POSTGRES=1

if has_given_server; then
    say "The live tests use the server that DATABASE_URL or PGHOST names."
else
    say "The live tests start a throwaway Postgres."
fi

# A dozen at a time: each live test has connections of its own, and hundreds at once would exceed what
# the server takes and what the time limits allow for.
exec swift test --parallel --disable-xctest --experimental-maximum-parallelization-width 12 "$@"
