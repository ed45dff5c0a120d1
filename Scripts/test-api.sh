#!/usr/bin/env bash
# Tries to break the demo from outside, on a private server of its own: schemathesis sends what
# /openapi.json allows and what it forbids, sqlmap tries to inject SQL.
# With API_SECONDS=N schemathesis takes that long, 120 unless told otherwise. Arguments go to it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

repository=$PWD
port=${PORT:-18931}
api=http://127.0.0.1:$port
work=$(mktemp -d)
demo=$(Scripts/demo.sh --build-only)

python=.build/python-api
if [[ ! -x "$python/bin/schemathesis" ]]; then
    say "==> Installing schemathesis"
    python3 -m venv "$python"
    "$python/bin/pip" install --quiet schemathesis
fi

# In a folder of its own, so that the private server there is not the one that people keep data in.
(
    cd "$work"
    unset DATABASE_URL PGHOST
    STRATA_MIGRATIONS="$repository/migrations" HOST=127.0.0.1 PORT=$port LOG_LEVEL=error \
        exec "$demo"
) >"$work/log" 2>"$work/errors" &
server=$!

stop() {
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT

ready() {
    local tries
    for tries in {1..300}; do
        curl --silent --fail --max-time 2 --output /dev/null "$api/ready" && return
        kill -0 "$server" 2>/dev/null || break
        sleep 0.2
    done
    cat "$work/errors" >&2
    fail "the demo does not answer at $api"
}

# What the schema allows may still be refused: a cursor is text that only the demo can write. And what
# was created may be gone: an Idempotency-Key is answered as before, though the user was deleted since.
schemathesis() (
    cd "$work"
    "$repository/$python/bin/schemathesis" run "$api/openapi.json" \
        --checks all --exclude-checks positive_data_acceptance,ensure_resource_availability \
        --max-time "${API_SECONDS:-120}" --request-timeout 20 --no-color "$@"
)

# inject NAME ARGUMENTS...: lets sqlmap try, and fails unless it says that nothing can be injected.
inject() {
    local name=$1
    shift
    if ! sqlmap --batch --flush-session --disable-coloring --dbms PostgreSQL --level 2 --risk 2 \
        --technique BEUST --time-sec 2 --threads 4 --skip-waf --ignore-code '*' \
        --output-dir "$work/sqlmap" "$@" >"$work/sqlmap.log" 2>&1; then
        cat "$work/sqlmap.log" >&2
        fail "sqlmap did not run for $name"
    fi
    if ! grep -q 'do not appear to be injectable' "$work/sqlmap.log" ||
        grep -q 'identified the following injection point' "$work/sqlmap.log"; then
        cat "$work/sqlmap.log" >&2
        fail "sqlmap could inject into $name, or did not try"
    fi
    say "    $name: $(grep -c '\[INFO\] testing ' "$work/sqlmap.log") kinds of injection tried, none worked"
}

sqlmap_all() {
    local tier json='Content-Type: application/json'
    for tier in raw query orm; do
        inject "the key, $tier" --url "$api/$tier/users/1*"
        inject "the list, $tier" --url "$api/$tier/users?limit=3&cursor=abc" -p limit,cursor
        inject "a new user, $tier" --url "$api/$tier/users" --method POST --headers "$json" \
            --data '{"email": "ada*@example.org", "name": "Ada*", "age": 36}'
        inject "a change, $tier" --url "$api/$tier/users/1" --method PATCH --headers "$json" \
            --data '{"name": "Ada*", "role": "member*"}'
    done
}

ready
step "schemathesis" schemathesis "$@"
step "sqlmap" sqlmap_all
kill -0 "$server" 2>/dev/null || fail "the demo has stopped"
ready
