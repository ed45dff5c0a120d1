#!/usr/bin/env bash
# Formats every Swift file in place.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/swift-files.sh"

swift format format --in-place --recursive --parallel "${paths[@]}"
