#!/usr/bin/env bash
# Everything that continuous integration runs, in its order; stops at the first failure.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

step "Prerequisites" Scripts/install-prerequisites.sh --tests
step "Format" Scripts/lint.sh
step "Layering: the check itself" Scripts/check-layering.sh --self-test
step "Layering" Scripts/check-layering.sh
step "Generated files and README" Scripts/check-generated.sh
step "Feature tables" Scripts/check-features.sh
step "Build, warnings are errors" swift build --build-tests
if [[ -x Scripts/check-compile-fail.sh ]]; then
    step "Programs that must not compile" Scripts/check-compile-fail.sh
fi
step "Compile time of queries" Scripts/check-compile-time.sh
# What was built above is what is tested: `swift test` would build most of it again.
step "Tests" Scripts/test.sh --skip-build "$@"
printf '\nAll checks passed in %d s.\n' "$SECONDS"
