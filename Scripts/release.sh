#!/usr/bin/env bash
# Builds the demo as it is deployed, and prints the program's path to standard output.
#
# With Swift's libraries inside where the system allows that: the machine that it runs on needs libpq,
# libstdc++ and the time zones but no Swift, and calls into shared ones take up to a tenth of a request.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build=(swift build --configuration release --product DemoAPI)
[[ "$(uname -s)" == Linux ]] && build+=(--static-swift-stdlib)

"${build[@]}" >&2
say "$("${build[@]}" --show-bin-path)/DemoAPI"
