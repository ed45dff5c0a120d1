#!/usr/bin/env bash
# Builds the demo and drives its pages in headless Chromium; pictures of them go to .build/pages.
# Usage: Scripts/test-page.sh [unittest arguments]; DEMO names a program that is built already.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for program in chromium chromedriver python3; do
    command -v "$program" >/dev/null || fail "$program is missing: Scripts/install-prerequisites.sh --page"
done

tools=.build/page-tools
has_tools() {
    "$tools/bin/python" -c 'import selenium, axe_playwright_python' 2>/dev/null
}

if ! has_tools; then
    say "==> Installing the browser's driver for Python, and axe, into $tools"
    python3 -m venv "$tools"
    "$tools/bin/pip" --quiet install 'selenium>=4.20,<5'
    # Only the file with axe in it is used: the driver it is made for would bring a browser.
    "$tools/bin/pip" --quiet install --no-deps 'axe-playwright-python>=0.1.4,<1'
fi

if [[ -z "${DEMO:-}" ]]; then
    swift build --product DemoAPI
    DEMO=$(swift build --show-bin-path)/DemoAPI
fi
exec "$tools/bin/python" Tests/Pages/test_pages.py "$DEMO" "$@"
