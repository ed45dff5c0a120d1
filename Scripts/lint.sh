#!/usr/bin/env bash
# Checks the format of every Swift file, without changing any.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/swift-files.sh"

swift format lint --strict --recursive --parallel "${paths[@]}"
