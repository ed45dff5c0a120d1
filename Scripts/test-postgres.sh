#!/usr/bin/env bash
# Runs the driver's live tests with a server of another version than the system's; POSTGRES chooses it,
# see newer-postgres.sh. Arguments go to `swift test`, such as: --filter CodecTests
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=${POSTGRES:-16}
programs=$(Scripts/newer-postgres.sh "$version")
[[ $# -gt 0 ]] || set -- --filter PGWireLiveTests

swift build --build-tests
say "The live tests start throwaway servers of $("$programs/postgres" --version)."
unset DATABASE_URL PGHOST
STRATA_REQUIRE_POSTGRES=1 STRATA_EXPECT_POSTGRES=$version PG_BIN=$programs \
    exec swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width 12 "$@"
