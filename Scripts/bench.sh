#!/usr/bin/env bash
# Runs the benchmarks, which are a package of their own; arguments go to them.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

exec Benchmarks/run.sh "$@"
