#!/usr/bin/env bash
# Runs the driver's tests with a libpq newer than the one Strata was built against; with POSTGRES=18 (or
# 16) in the environment also with another server, see newer-postgres.sh.
# Arguments go to `swift test`, such as: --filter CancellationTests
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=$(Scripts/newer-libpq.sh)
[[ $# -gt 0 ]] || set -- --filter 'PGWire(Live)?Tests'

if [[ -n "${POSTGRES:-}" ]]; then
    programs=$(Scripts/newer-postgres.sh "$POSTGRES")
    unset DATABASE_URL PGHOST
    export PG_BIN=$programs STRATA_EXPECT_POSTGRES=$POSTGRES
fi

swift build --build-tests
say "The tests run with $(readlink "$folder/libpq.so.5")."
STRATA_REQUIRE_POSTGRES=1 STRATA_EXPECT_LIBPQ=170000 LD_LIBRARY_PATH="$folder" \
    exec swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width 12 "$@"
