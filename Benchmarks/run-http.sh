#!/usr/bin/env bash
# Builds the demo and measures it beside the same API in FastAPI, under wrk.
# Usage: Benchmarks/run-http.sh [--rounds N] [--seconds S] [--write] [--check]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../Scripts/lib.sh"

for tool in wrk curl python3; do
    command -v "$tool" >/dev/null || fail "$tool is missing; make bench-http installs what is needed"
done

say "==> building (the first time takes some ten minutes)" >&2
demo=$(Scripts/release.sh)
cd Benchmarks
swift build --configuration release --disable-build-manifest-caching --product HTTPHarness >&2
binaries=$(swift build --configuration release --show-bin-path)

python=.build/python-http
if ! cmp -s http/requirements.txt "$python/requirements.txt"; then
    say "==> installing FastAPI, asyncpg and SQLAlchemy" >&2
    python3 -m venv "$python" &&
        "$python/bin/pip" install --quiet --requirement http/requirements.txt ||
        fail "the Python peers could not be installed"
    cp http/requirements.txt "$python/requirements.txt"
fi

say "==> measuring" >&2
exec "$binaries/HTTPHarness" --demo "$demo" --python "$python/bin/python" "$@"
